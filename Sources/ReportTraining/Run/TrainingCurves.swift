import Foundation

/// Plots a run's metrics as SVG: a panel per measure over the epochs, with the best epoch marked.
enum TrainingCurves {
    private struct Line: Sendable {
        let name: String
        let color: String
        let value: @Sendable (EpochMetrics) -> Double?
    }

    private struct Panel: Sendable {
        let title: String
        let lines: [Line]
    }

    private static let (blue, red) = ("#1f77b4", "#d62728")
    private static let panels = [
        Panel(
            title: "text loss",
            lines: [
                Line(name: "train", color: blue) { $0.textLoss },
                Line(name: "validation", color: red) { $0.validationTextLoss },
            ]),
        Panel(
            title: "finding loss",
            lines: [
                Line(name: "train", color: blue) { $0.findingLoss },
                Line(name: "validation", color: red) { $0.validationFindingLoss },
            ]),
        Panel(title: "macro-AUC", lines: [Line(name: "validation", color: red) { $0.validationAUC }]),
        Panel(title: "contrastive loss", lines: [Line(name: "train", color: blue) { $0.contrastiveLoss }]),
        Panel(
            title: "retrieval of the own text",
            lines: [
                Line(name: "at 1", color: blue) { $0.validationRecallAt1 },
                Line(name: "at 5", color: red) { $0.validationRecallAt5 },
            ]),
        Panel(title: "learning rate", lines: [Line(name: "heads", color: blue) { $0.learningRate }]),
    ]
    private static let (width, height, columns) = (320.0, 180.0, 3)
    private static let margin = (left: 56.0, top: 44.0, right: 16.0, bottom: 34.0)

    /// - Parameter best: the best epoch so far, counted from 1.
    static func svg(_ history: [EpochMetrics], best: Int) -> String {
        let drawn = panels.filter { panel in
            history.contains { metrics in panel.lines.contains { $0.value(metrics) != nil } }
        }
        let (cellWidth, cellHeight) = (margin.left + width + margin.right, margin.top + height + margin.bottom)
        let rows = (drawn.count + columns - 1) / columns
        let body = drawn.enumerated().map { index, panel in
            draw(
                panel, history, best: best, left: Double(index % columns) * cellWidth + margin.left,
                top: Double(index / columns) * cellHeight + margin.top)
        }
        return SVG.document(width: Double(columns) * cellWidth, height: Double(rows) * cellHeight, body)
    }

    private static func draw(
        _ panel: Panel, _ history: [EpochMetrics], best: Int, left: Double, top: Double
    ) -> String {
        let values = panel.lines.flatMap { history.compactMap($0.value) }.filter(\.isFinite)
        let axis = ChartAxis(from: values.min() ?? 0, to: values.max() ?? 1)
        let last = Double(max(history.count - 1, 1))
        func x(_ epoch: Int) -> Double { left + width * Double(epoch - 1) / last }
        func y(_ value: Double) -> Double { top + height * (1 - axis.share(of: value)) }
        var parts = [SVG.text(panel.title, x: left, y: top - 24, "font-weight=\"bold\"")]
        for tick in axis.ticks {
            parts.append(SVG.line("#e5e5e5", left, y(tick), left + width, y(tick)))
            parts.append(SVG.text(axis.label(tick), x: left - 6, y: y(tick) + 4, "text-anchor=\"end\" fill=\"#666\""))
        }
        for epoch in Set([1, (history.count + 1) / 2, history.count]).sorted() {
            parts.append(
                SVG.text("\(epoch)", x: x(epoch), y: top + height + 15, "text-anchor=\"middle\" fill=\"#666\""))
        }
        parts.append(
            SVG.text("epoch", x: left + width / 2, y: top + height + 28, "text-anchor=\"middle\" fill=\"#666\""))
        if (1...max(history.count, 1)).contains(best) {
            parts.append(SVG.line("#999", x(best), top, x(best), top + height, "stroke-dasharray=\"3 3\""))
            parts.append(SVG.text("best \(best)", x: x(best) + 3, y: top + 10, "fill=\"#999\""))
        }
        for (index, line) in panel.lines.enumerated() {
            let points = history.compactMap { metrics in
                line.value(metrics).flatMap {
                    $0.isFinite ? "\(SVG.number(x(metrics.epoch))),\(SVG.number(y($0)))" : nil
                }
            }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(line.color)\" stroke-width=\"1.5\" points=\"\(points.joined(separator: " "))\"/>"
            )
            let latest = history.last.flatMap(line.value).map { " \(axis.label($0))" } ?? ""
            parts.append(
                SVG.text(line.name + latest, x: left + 120 * Double(index), y: top - 9, "fill=\"\(line.color)\""))
        }
        return parts.joined(separator: "\n")
    }
}
