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
            SVG.text(
                "Positive and uncertain findings, share of a fold's studies", x: 10, y: 18, "font-weight=\"bold\"")
        ]
        for (index, fold) in folds.enumerated() {
            let left = names + Double(index) * panel
            parts.append(
                SVG.text("\(fold.fold.rawValue): \(fold.studies) studies, \(fold.patients) patients", x: left, y: 38))
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
                parts.append(SVG.text(count, x: left + positive + uncertain + 4, y: y + 12, "fill=\"#666\""))
            }
        }
        for (position, finding) in order.enumerated() {
            parts.append(SVG.text(finding.finding, x: 10, y: head + Double(position) * line + 12))
        }
        let width = names + Double(folds.count) * panel
        return SVG.document(width: width, height: head + Double(order.count) * line + 10, parts)
    }

    private static func bar(x: Double, y: Double, width: Double, _ color: String) -> String {
        "<rect x=\"\(SVG.number(x))\" y=\"\(SVG.number(y))\" width=\"\(SVG.number(width))\" height=\"13\" fill=\"\(color)\"/>"
    }
}
