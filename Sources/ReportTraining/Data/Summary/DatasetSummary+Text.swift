extension DatasetSummary {
    /// The counts as aligned text.
    package var text: String {
        var lines = [row("", folds.map(\.fold.rawValue))]
        lines.append(row("studies", folds.map { "\($0.studies)" }))
        lines.append(row("patients", folds.map { "\($0.patients)" }))
        lines.append(row("views", folds.map { "\($0.views)" }))
        lines += ["", row("positive (uncertain)", [])]
        for finding in findings.sorted(by: { $0.positive.reduce(0, +) > $1.positive.reduce(0, +) }) {
            lines.append(
                row(
                    "  " + finding.finding,
                    zip(finding.positive, finding.uncertain).map { $1 > 0 ? "\($0) (\($1))" : "\($0)" }))
        }
        lines.append("")
        if let reports {
            lines.append("report words     \(reports.words.text); \(reports.repeated) reports are equal to another's")
        }
        if let pictures {
            lines.append("picture rows     \(pictures.rows.text); columns \(pictures.columns.text)")
            lines.append("equal pictures   \(pictures.repeated) belong to more than one study")
        }
        lines += problems
        return lines.joined(separator: "\n")
    }

    /// Whether `text` has a line that begins with an exclamation mark.
    package var hasProblem: Bool { !problems.isEmpty }

    private var problems: [String] {
        var lines: [String] = []
        if patientsInTwoFolds > 0 {
            lines.append("! \(patientsInTwoFolds) patients are in two folds: scores will be too good")
        }
        for (index, fold) in folds.enumerated() where findings.allSatisfy({ $0.positive[index] == 0 }) {
            lines.append("! no finding is positive in the \(fold.fold.rawValue) fold")
        }
        if let pictures, pictures.unreadableCount > 0 {
            lines.append("! \(pictures.unreadableCount) pictures cannot be decoded:")
            lines += pictures.unreadable.map { "  " + $0 }
        }
        return lines
    }

    private func row(_ name: String, _ cells: [String]) -> String {
        let cells = cells.map { String(repeating: " ", count: max(1, 14 - $0.count)) + $0 }
        return cells.isEmpty ? name : name.padding(to: 28) + cells.joined()
    }
}

extension DatasetSummary.Spread {
    fileprivate var text: String { least == most ? "\(least)" : "\(least) to \(most), median \(median)" }
}

extension String {
    fileprivate func padding(to width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
