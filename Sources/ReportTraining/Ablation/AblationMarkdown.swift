import ReportMetrics

extension AblationTable {
    /// The tables as Markdown: scores of drafts, measures that need no draft, and differences.
    package var markdown: String { sets.map(\.markdown).joined(separator: "\n") }
}

extension AblationTable.Section {
    /// The measures whose differences are shown: measures of facts if the set has them.
    var compared: [AblationMeasure] {
        let all = measures
        guard all.contains(.attributeF1) else {
            return [.bleu4, .rougeL, .microF1, .macroF1, .macroPrecision, .macroRecall]
        }
        let omitted: [AblationMeasure] = [
            .bleu4, .rougeL, .meteor, .microPrecision, .microRecall, .macroPrecision, .macroRecall, .macroF1,
            .retrievalShare,
        ]
        return all.filter { !omitted.contains($0) }
    }

    var markdown: String {
        let variants = rows.filter { $0.validationLoss != nil }
        let patients = patients == studies ? "" : " of \(patients) patients"
        var lines = [
            "### \(dataset)", "",
            "\(trainStudies) training studies, scored on \(studies) of the \(fold) fold\(patients); mean ± standard "
                + "deviation over \(variants.map(\.seeds).max() ?? 0) seeds.", "",
        ]
        lines += table(rows, of: measures.filter(\.isOfDrafts), more: ["distinct drafts"]) {
            [Self.show($0.distinctShare, $0)]
        }
        lines += table(
            variants, of: measures.filter { !$0.isOfDrafts },
            more: ["R@5", "alignment", "validation text loss", "seconds"]
        ) { row in
            [row.recallAt5, row.alignment, row.validationLoss].map { $0.map { Self.show($0, row) } ?? "" }
                + [row.seconds.map { TrainingProgress.number($0.mean, 0) } ?? ""]
        }
        lines += [
            "Difference to \(variants.first?.name ?? "") with the same seed: mean over seeds, with the 95 % interval of the "
                + "paired t test, widened for the \(comparisons) comparisons of each measure (Bonferroni).", "",
        ]
        lines += differences(variants.dropFirst().map { ($0.name, $0.differences) })
        let controlled = variants.compactMap { row in
            row.control.map { ("\(row.name) − \($0)", row.controlDifferences) }
        }
        if !controlled.isEmpty {
            lines += ["Difference to the control with the same seed, likewise.", ""] + differences(controlled)
        }
        return lines.dropLast().joined(separator: "\n") + "\n"
    }

    private func table(
        _ rows: [AblationTable.Row], of measures: [AblationMeasure], more: [String],
        _ cells: (AblationTable.Row) -> [String]
    ) -> [String] {
        let head = [""] + measures.map(\.rawValue) + more
        let body = rows.map { row in
            Self.row(
                [row.name] + measures.map { row.measures[$0].map { Self.show($0, row) } ?? "" } + cells(row))
        }
        return [Self.row(head), Self.rule(head.count)] + body + [""]
    }

    private func differences(_ rows: [(name: String, values: [AblationMeasure: PairedDifference])]) -> [String] {
        let head = [""] + compared.map(\.rawValue)
        let body = rows.map { row in
            Self.row([row.name] + compared.map { row.values[$0].map(Self.show) ?? "" })
        }
        return [Self.row(head), Self.rule(head.count)] + body + [""]
    }

    private static func row(_ cells: [String]) -> String { "| " + cells.joined(separator: " | ") + " |" }

    private static func rule(_ count: Int) -> String { row([String](repeating: "---", count: count)) }

    private static func show(_ spread: AblationTable.Spread, _ row: AblationTable.Row) -> String {
        let mean = TrainingProgress.number(spread.mean, 3)
        return row.seeds > 1 ? "\(mean) ± \(TrainingProgress.number(spread.deviation, 3))" : mean
    }

    /// Bold if the interval excludes 0.
    private static func show(_ difference: PairedDifference) -> String {
        guard let low = difference.low, let high = difference.high else { return signed(difference.mean) }
        let text = "\(signed(difference.mean)) [\(signed(low)), \(signed(high))]"
        return difference.isClear ? "**\(text)**" : text
    }

    private static func signed(_ value: Double) -> String {
        (value >= 0 ? "+" : "−") + TrainingProgress.number(abs(value), 3)
    }
}
