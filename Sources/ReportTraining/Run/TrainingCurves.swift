import Foundation

/// Plots a run's metrics as SVG: one panel per measure over the epochs.
enum TrainingCurves {
    private struct Panel: Sendable {
        let title: String
        /// Name, colour and value of each line.
        let lines: [(name: String, color: String, value: @Sendable (EpochMetrics) -> Double)]
    }

    private static let panels = [
        Panel(
            title: "text loss",
            lines: [("train", "#1f77b4", { $0.textLoss }), ("validation", "#d62728", { $0.validationTextLoss })]),
        Panel(
            title: "finding loss",
            lines: [("train", "#1f77b4", { $0.findingLoss }), ("validation", "#d62728", { $0.validationFindingLoss })]),
        Panel(title: "validation macro-AUC", lines: [("validation", "#d62728", { $0.validationAUC })]),
    ]
    private static let contrastivePanels = [
        Panel(title: "contrastive loss", lines: [("train", "#1f77b4", { $0.contrastiveLoss ?? .nan })]),
        Panel(
            title: "retrieval, validation",
            lines: [
                ("at 1", "#1f77b4", { $0.validationRecallAt1 ?? .nan }),
                ("at 5", "#d62728", { $0.validationRecallAt5 ?? .nan }),
            ]),
    ]
    private static let width = 300.0
    private static let height = 200.0
    private static let margin = 40.0

    static func svg(_ history: [EpochMetrics]) -> String {
        let hasContrast = history.contains { $0.contrastiveLoss != nil }
        let panels = hasContrast ? panels + contrastivePanels : panels
        let total = Double(panels.count) * (width + margin) + margin
        let body = panels.enumerated().map { index, panel in
            draw(panel, history, left: margin + Double(index) * (width + margin))
        }
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(total)" height="\(height + 2 * margin)" \
            font-family="sans-serif" font-size="11">
            <rect width="100%" height="100%" fill="white"/>
            \(body.joined(separator: "\n"))
            </svg>

            """
    }

    private static func draw(_ panel: Panel, _ history: [EpochMetrics], left: Double) -> String {
        let values = panel.lines.flatMap { line in history.map(line.value) }.filter(\.isFinite)
        let low = values.min() ?? 0
        let high = max(values.max() ?? 1, low + 1e-9)
        let last = Double(max(history.count - 1, 1))
        var parts = [
            "<text x=\"\(left)\" y=\"\(margin - 12)\">\(panel.title)</text>",
            "<rect x=\"\(left)\" y=\"\(margin)\" width=\"\(width)\" height=\"\(height)\" fill=\"none\" stroke=\"#999\"/>",
            "<text x=\"\(left + 3)\" y=\"\(margin + 11)\" fill=\"#666\">\(label(high))</text>",
            "<text x=\"\(left + 3)\" y=\"\(margin + height - 4)\" fill=\"#666\">\(label(low))</text>",
            "<text x=\"\(left + width - 60)\" y=\"\(margin + height + 14)\" fill=\"#666\">epoch \(history.count)</text>",
        ]
        for (index, line) in panel.lines.enumerated() {
            let points = history.enumerated().filter { line.value($1).isFinite }.map { position, metrics in
                let x = left + width * Double(position) / last
                let y = margin + height * (1 - (line.value(metrics) - low) / (high - low))
                return TrainingProgress.number(x, 1) + "," + TrainingProgress.number(y, 1)
            }
            parts.append(
                "<polyline fill=\"none\" stroke=\"\(line.color)\" points=\"\(points.joined(separator: " "))\"/>")
            parts.append(
                "<text x=\"\(left + 90 + 70 * Double(index))\" y=\"\(margin - 12)\" fill=\"\(line.color)\" "
                    + "dx=\"40\">\(line.name)</text>")
        }
        return parts.joined(separator: "\n")
    }

    private static func label(_ value: Double) -> String { TrainingProgress.number(value, 3) }
}
