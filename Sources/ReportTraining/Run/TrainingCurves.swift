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
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(Double(columns) * cellWidth))" \
            height="\(number(Double(rows) * cellHeight))" font-family="sans-serif" font-size="11" fill="#333">
            <rect width="100%" height="100%" fill="white"/>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    private static func draw(
        _ panel: Panel, _ history: [EpochMetrics], best: Int, left: Double, top: Double
    ) -> String {
        let values = panel.lines.flatMap { history.compactMap($0.value) }.filter(\.isFinite)
        let axis = ChartAxis(from: values.min() ?? 0, to: values.max() ?? 1)
        let last = Double(max(history.count - 1, 1))
        func x(_ epoch: Int) -> Double { left + width * Double(epoch - 1) / last }
        func y(_ value: Double) -> Double { top + height * (1 - axis.share(of: value)) }
        var parts = [text(panel.title, left, top - 24, "font-weight=\"bold\"")]
        for tick in axis.ticks {
            parts.append(rule(left, y(tick), left + width, y(tick), "#e5e5e5"))
            parts.append(text(axis.label(tick), left - 6, y(tick) + 4, "text-anchor=\"end\" fill=\"#666\""))
        }
        for epoch in Set([1, (history.count + 1) / 2, history.count]).sorted() {
            parts.append(text("\(epoch)", x(epoch), top + height + 15, "text-anchor=\"middle\" fill=\"#666\""))
        }
        parts.append(text("epoch", left + width / 2, top + height + 28, "text-anchor=\"middle\" fill=\"#666\""))
        if (1...max(history.count, 1)).contains(best) {
            parts.append(rule(x(best), top, x(best), top + height, "#999", "stroke-dasharray=\"3 3\""))
            parts.append(text("best \(best)", x(best) + 3, top + 10, "fill=\"#999\""))
        }
        for (index, line) in panel.lines.enumerated() {
            let points = history.compactMap { metrics in
                line.value(metrics).flatMap { $0.isFinite ? "\(number(x(metrics.epoch))),\(number(y($0)))" : nil }
            }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(line.color)\" stroke-width=\"1.5\" points=\"\(points.joined(separator: " "))\"/>"
            )
            let latest = history.last.flatMap(line.value).map { " \(axis.label($0))" } ?? ""
            parts.append(text(line.name + latest, left + 120 * Double(index), top - 9, "fill=\"\(line.color)\""))
        }
        return parts.joined(separator: "\n")
    }

    private static func rule(
        _ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ color: String, _ more: String = ""
    ) -> String {
        "<line x1=\"\(number(x1))\" y1=\"\(number(y1))\" x2=\"\(number(x2))\" y2=\"\(number(y2))\" stroke=\"\(color)\" \(more)/>"
    }

    private static func text(_ value: String, _ x: Double, _ y: Double, _ more: String) -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" \(more)>\(value)</text>"
    }

    private static func number(_ value: Double) -> String { TrainingProgress.number(value, 1) }
}
