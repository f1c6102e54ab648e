import ReportMetrics

extension AblationTable {
    /// Plots the differences to the first variant with their intervals: a row of panels per data set, a panel per
    /// measure.
    package var figure: String {
        let panels = sets.map { AblationFigure.measures(of: $0).count }.max() ?? 0
        let heights = sets.map { AblationFigure.height(of: $0) }
        let tops = heights.indices.map { heights[..<$0].reduce(0, +) }
        let width = AblationFigure.names + Double(panels) * AblationFigure.panel
        let body = zip(sets, tops).map { AblationFigure.section($0, top: $1) }
        return SVG.document(width: width, height: heights.reduce(0, +), body)
    }
}

private enum AblationFigure {
    static let names = 250.0
    static let panel = 200.0
    private static let line = 20.0
    private static let head = 44.0
    private static let foot = 26.0

    /// The measures drawn: measures of facts if the set has them.
    static func measures(of section: AblationTable.Section) -> [AblationMeasure] {
        section.measures.contains(.attributeF1)
            ? [.microF1, .attributeF1, .incidentalF1, .swap, .attributeLoss] : [.bleu4, .rougeL, .microF1, .macroF1]
    }

    static func height(of section: AblationTable.Section) -> Double {
        head + Double(compared(section).count) * line + foot
    }

    private static func compared(_ section: AblationTable.Section) -> [AblationTable.Row] {
        section.rows.filter { !$0.differences.isEmpty }
    }

    static func section(_ section: AblationTable.Section, top: Double) -> String {
        let rows = compared(section)
        var parts = [SVG.text(section.dataset, x: 10, y: top + 16, "font-weight=\"bold\"")]
        for (index, row) in rows.enumerated() {
            parts.append(SVG.text(row.name, x: 10, y: top + head + (Double(index) + 0.7) * line))
        }
        for (index, measure) in measures(of: section).enumerated() {
            let left = names + Double(index) * panel
            parts.append(contentsOf: draw(measure, rows, left: left, top: top))
        }
        return parts.joined(separator: "\n")
    }

    /// Draws with zero in the middle and the farthest interval end at the edge.
    private static func draw(
        _ measure: AblationMeasure, _ rows: [AblationTable.Row], left: Double, top: Double
    ) -> [String] {
        let differences = rows.map { $0.differences[measure] }
        let reach = max(
            differences.compactMap { $0 }.flatMap { [$0.mean, $0.low, $0.high] }.compactMap { $0.map(abs) }.max() ?? 0,
            1e-3)
        let (middle, half) = (left + panel / 2, panel / 2 - 14)
        func x(_ value: Double) -> Double { middle + half * value / reach }
        let bottom = top + head + Double(rows.count) * line
        var parts = [
            SVG.text("difference in \(measure.rawValue)", x: left + 14, y: top + 34),
            SVG.line("#999", x(0), top + head, x(0), bottom), SVG.line("#ddd", left + 14, bottom, x(reach), bottom),
            SVG.text(TrainingProgress.number(-reach, 3), x: left + 10, y: bottom + 14),
            SVG.text(TrainingProgress.number(reach, 3), x: left + panel - 44, y: bottom + 14),
        ]
        for (index, difference) in differences.enumerated() {
            guard let difference else { continue }
            let y = top + head + (Double(index) + 0.5) * line
            let isBetter = (difference.mean > 0) != measure.isLoss
            let color = difference.isClear ? (isBetter ? "#1f77b4" : "#d62728") : "#777"
            if let low = difference.low, let high = difference.high {
                parts.append(SVG.line(color, x(low), y, x(high), y))
            }
            parts.append(
                "<circle cx=\"\(SVG.number(x(difference.mean)))\" cy=\"\(SVG.number(y))\" r=\"3\" fill=\"\(color)\"/>")
        }
        return parts
    }
}
