import ReportMetrics

extension Evaluation {
    /// The reliability diagram as SVG: a dot for each bin, at its mean probability and the share of its cases with the
    /// finding. Dots on the diagonal are calibrated. A dot's size and the number beside it show its cases.
    package var reliabilityFigure: String {
        let panels = [("before calibration", uncalibrated), ("as drafts show it", reliability)]
            .compactMap { title, value in value.map { (title, $0) } }
        let body = panels.enumerated().map { index, panel in
            ReliabilityFigure.draw(
                panel.1, title: panel.0, left: ReliabilityFigure.margin.left + Double(index) * ReliabilityFigure.cell)
        }
        return SVG.document(
            width: ReliabilityFigure.cell * Double(panels.count), height: ReliabilityFigure.height, body)
    }
}

private enum ReliabilityFigure {
    private static let side = 260.0
    static let margin = (left: 56.0, top: 48.0, right: 20.0, bottom: 48.0)
    static let cell = margin.left + side + margin.right
    static let height = margin.top + side + margin.bottom

    static func draw(_ reliability: Reliability, title: String, left: Double) -> String {
        func x(_ share: Double) -> Double { left + side * share }
        func y(_ share: Double) -> Double { margin.top + side * (1 - share) }
        let error = reliability.error.map {
            "calibration error \(TrainingProgress.number($0.value, 3)) "
                + "[\(TrainingProgress.number($0.low, 3)), \(TrainingProgress.number($0.high, 3))]"
        }
        var parts = [
            SVG.text(title, x: left, y: margin.top - 28, "font-weight=\"bold\""),
            SVG.text(error ?? "", x: left, y: margin.top - 12, "fill=\"#666\""),
        ]
        for tick in [0, 0.25, 0.5, 0.75, 1] {
            let label = "\(Int(tick * 100)) %"
            parts.append(SVG.line("#e5e5e5", left, y(tick), x(1), y(tick)))
            parts.append(SVG.text(label, x: left - 6, y: y(tick) + 4, "text-anchor=\"end\" fill=\"#666\""))
            parts.append(SVG.text(label, x: x(tick), y: y(0) + 16, "text-anchor=\"middle\" fill=\"#666\""))
        }
        parts.append(SVG.line("#999", x(0), y(0), x(1), y(1), "stroke-dasharray=\"3 3\""))
        parts.append(
            SVG.text("probability", x: x(0.5), y: y(0) + 34, "text-anchor=\"middle\" fill=\"#666\""))
        let most = Double(reliability.bins.map(\.cases).max() ?? 1)
        for bin in reliability.bins {
            let radius = 3 + 5 * (Double(bin.cases) / most).squareRoot()
            let place = "cx=\"\(SVG.number(x(bin.probability)))\" cy=\"\(SVG.number(y(bin.found)))\""
            parts.append("<circle \(place) r=\"\(SVG.number(radius))\" fill=\"#1f77b4\" fill-opacity=\"0.7\"/>")
            parts.append(
                SVG.text(
                    "\(bin.cases)", x: x(bin.probability) + radius + 2, y: y(bin.found) + 12,
                    "fill=\"#999\" font-size=\"9\""))
        }
        return parts.joined(separator: "\n")
    }
}
