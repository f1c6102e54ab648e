import ReportMetrics

extension AblationTable {
    /// Plots the differences to the first variant with their intervals: a row of panels per data set, a panel per
    /// measure.
    package var figure: String { AblationFigure(reference: .firstVariant).drawing(of: self) }

    /// Plots the differences to each variant's control in the same way; nil if no variant has one.
    package var controlFigure: String? {
        let isControlled = sets.contains { $0.rows.contains { $0.control != nil } }
        return isControlled ? AblationFigure(reference: .control).drawing(of: self) : nil
    }
}

private struct AblationFigure {
    /// What variants are compared with.
    enum Reference { case firstVariant, control }

    let reference: Reference

    private static let panel = 200.0
    private static let line = 20.0
    private static let head = 44.0
    private static let foot = 26.0

    /// Width of the names' column.
    private var names: Double { reference == .control ? 330 : 250 }

    func drawing(of table: AblationTable) -> String {
        let panels = table.sets.map { measures(of: $0).count }.max() ?? 0
        let heights = table.sets.map(height)
        let tops = heights.indices.map { heights[..<$0].reduce(0, +) }
        return SVG.document(
            width: names + Double(panels) * Self.panel, height: heights.reduce(0, +),
            zip(table.sets, tops).map { section($0, top: $1) })
    }

    /// The measures drawn: measures of facts if the set has them. Same-label AUC needs the projections of a contrastive
    /// loss, which the first variant usually lacks; its figure shows the attribute text loss instead.
    private func measures(of section: AblationTable.Section) -> [AblationMeasure] {
        guard section.measures.contains(.attributeF1) else { return [.bleu4, .rougeL, .microF1, .macroF1] }
        let last: AblationMeasure = reference == .control ? .retrievalArea : .attributeLoss
        return [.microF1, .attributeF1, .incidentalF1, .swap, last]
    }

    private func height(of section: AblationTable.Section) -> Double {
        Self.head + Double(rows(of: section).count) * Self.line + Self.foot
    }

    private func rows(
        of section: AblationTable.Section
    ) -> [(name: String, differences: [AblationMeasure: PairedDifference])] {
        switch reference {
        case .firstVariant: section.rows.filter { !$0.differences.isEmpty }.map { ($0.name, $0.differences) }
        case .control:
            section.rows.compactMap { row in row.control.map { ("\(row.name) − \($0)", row.controlDifferences) } }
        }
    }

    private func section(_ section: AblationTable.Section, top: Double) -> String {
        let rows = rows(of: section)
        var parts = [SVG.text(section.dataset, x: 10, y: top + 16, "font-weight=\"bold\"")]
        for (index, row) in rows.enumerated() {
            parts.append(SVG.text(row.name, x: 10, y: top + Self.head + (Double(index) + 0.7) * Self.line))
        }
        for (index, measure) in measures(of: section).enumerated() {
            let left = names + Double(index) * Self.panel
            parts.append(contentsOf: Self.draw(measure, rows.map { $0.differences[measure] }, left: left, top: top))
        }
        return parts.joined(separator: "\n")
    }

    /// Draws with zero in the middle and the farthest interval end at the edge.
    private static func draw(
        _ measure: AblationMeasure, _ differences: [PairedDifference?], left: Double, top: Double
    ) -> [String] {
        let reach = max(
            differences.compactMap { $0 }.flatMap { [$0.mean, $0.low, $0.high] }.compactMap { $0.map(abs) }.max() ?? 0,
            1e-3)
        let (middle, half) = (left + panel / 2, panel / 2 - 14)
        func x(_ value: Double) -> Double { middle + half * value / reach }
        let bottom = top + head + Double(differences.count) * line
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
