import ReportMetrics

extension AblationTable {
    /// The table as Markdown: scores, then differences to the first variant.
    package var markdown: String { sets.map { $0.markdown(resamples: resamples) }.joined(separator: "\n") }
}

extension AblationTable.Section {
    private static let compared: [AblationMeasure] = [
        .bleu4, .rougeL, .microF1, .macroF1, .macroPrecision, .macroRecall,
    ]

    func markdown(resamples: Int) -> String {
        let variants = rows.filter { $0.validationLoss != nil }
        let first = variants.first?.name ?? ""
        let patients = patients == studies ? "" : " of \(patients) patients"
        var lines = [
            "### \(dataset)", "",
            "\(trainStudies) training studies, scored on \(studies) of the \(fold) fold\(patients); mean ± standard "
                + "deviation over \(variants.map(\.seeds).max() ?? 0) seeds.", "",
            Self.row(
                [""] + AblationMeasure.allCases.map(\.rawValue)
                    + ["distinct drafts", "R@5", "alignment", "validation text loss", "seconds"]),
            Self.row([String](repeating: "---", count: AblationMeasure.allCases.count + 6)),
        ]
        for row in rows {
            let measures = AblationMeasure.allCases.map { row.measures[$0.rawValue].map { Self.show($0, row) } ?? "" }
            lines.append(
                Self.row(
                    [row.name] + measures + [Self.show(row.distinctShare, row)]
                        + [row.recallAt5, row.alignment, row.validationLoss].map { $0.map { Self.show($0, row) } ?? "" }
                        + [row.seconds.map { TrainingProgress.number($0.mean, 0) } ?? ""]))
        }
        lines += [
            "",
            "Difference to \(first) with the same seed, with the 95 % interval of \(resamples) paired resamples of the "
                + "patients (seeds pooled):", "",
            Self.row([""] + Self.compared.map(\.rawValue)),
            Self.row([String](repeating: "---", count: Self.compared.count + 1)),
        ]
        for row in variants.dropFirst() {
            lines.append(
                Self.row([row.name] + Self.compared.map { row.differences[$0.rawValue].map(Self.show) ?? "" }))
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func show(_ spread: AblationTable.Spread, _ row: AblationTable.Row) -> String {
        let mean = TrainingProgress.number(spread.mean, 3)
        return row.seeds > 1 ? "\(mean) ± \(TrainingProgress.number(spread.deviation, 3))" : mean
    }

    private static func show(_ estimate: Estimate) -> String {
        let ends = [estimate.low, estimate.high].map(signed)
        return "\(signed(estimate.value)) [\(ends[0]), \(ends[1])]"
    }

    private static func signed(_ value: Double) -> String {
        (value >= 0 ? "+" : "−") + TrainingProgress.number(abs(value), 3)
    }
}
