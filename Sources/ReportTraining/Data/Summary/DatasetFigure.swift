extension DatasetSummary {
    /// Draws a panel per fold as SVG: for each finding the share of studies in which it is positive, and uncertain.
    package var figure: String {
        let order = findings.sorted { $0.positive.reduce(0, +) > $1.positive.reduce(0, +) }
        let (names, panel, line, head) = (200.0, 220.0, 18.0, 48.0)
        let reach = max(
            0.01,
            order.flatMap { finding in
                folds.indices.map { Double(finding.positive[$0] + finding.uncertain[$0]) / Double(folds[$0].studies) }
            }.max() ?? 1)
        var parts = [
            Self.text(
                "Positive and uncertain findings, share of a fold's studies", x: 10, y: 18, "font-weight=\"bold\"")
        ]
        for (index, fold) in folds.enumerated() {
            let left = names + Double(index) * panel
            parts.append(
                Self.text("\(fold.fold.rawValue): \(fold.studies) studies, \(fold.patients) patients", x: left, y: 38))
            for (position, finding) in order.enumerated() {
                let y = head + Double(position) * line
                let scale = (panel - 60) / reach / Double(fold.studies)
                let positive = Double(finding.positive[index]) * scale
                let uncertain = Double(finding.uncertain[index]) * scale
                parts.append(Self.bar(x: left, y: y, width: positive, "#1f77b4"))
                parts.append(Self.bar(x: left + positive, y: y, width: uncertain, "#aec7e8"))
                let count =
                    finding.uncertain[index] > 0
                    ? "\(finding.positive[index]) + \(finding.uncertain[index])" : "\(finding.positive[index])"
                parts.append(Self.text(count, x: left + positive + uncertain + 4, y: y + 12, "fill=\"#666\""))
            }
        }
        for (position, finding) in order.enumerated() {
            parts.append(Self.text(finding.finding, x: 10, y: head + Double(position) * line + 12))
        }
        let width = names + Double(folds.count) * panel
        return """
            <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" \
            height="\(number(head + Double(order.count) * line + 10))" font-family="sans-serif" font-size="11" fill="#333">
            <rect width="100%" height="100%" fill="white"/>
            \(parts.joined(separator: "\n"))
            </svg>

            """
    }

    private static func text(_ value: String, x: Double, y: Double, _ more: String = "") -> String {
        "<text x=\"\(number(x))\" y=\"\(number(y))\" \(more)>\(value.replacing("&", with: "&amp;"))</text>"
    }

    private static func bar(x: Double, y: Double, width: Double, _ color: String) -> String {
        "<rect x=\"\(number(x))\" y=\"\(number(y))\" width=\"\(number(width))\" height=\"13\" fill=\"\(color)\"/>"
    }
}

private func number(_ value: Double) -> String { TrainingProgress.number(value, 1) }
