import ReportMetrics

extension Evaluation {
    /// The scores as aligned text, intervals in brackets.
    package var table: String {
        var lines = [
            "\(fold) fold: \(films) films of \(patients) patients; 95 % intervals by bootstrap over patients", "",
            Self.row(["finding head", "films", "AUC"], Self.findingWidths),
        ]
        for group in findings.groups {
            lines.append(
                Self.row(
                    ["macro, \(group.name)", "\(group.films)", group.macroAUC.map(Self.show) ?? "-"],
                    Self.findingWidths) + "  mean of \(group.counted.count) findings")
        }
        for row in findings.rows {
            lines.append(
                Self.row(
                    [row.finding, "\(row.positives)", row.auc.map(Self.show) ?? "-"], Self.findingWidths)
                    + (row.isCounted ? "" : "  too few positives, not in the macro"))
        }
        lines += ["", Self.row(["drafts"] + drafts.map(\.source), Self.draftWidths)]
        func draftRow(_ name: String, _ value: (DraftEvaluation) -> String) {
            lines.append(Self.row([name] + drafts.map(value), Self.draftWidths))
        }
        for order in 0..<4 { draftRow("BLEU-\(order + 1)") { Self.show($0.bleu[order]) } }
        draftRow("ROUGE-L") { Self.show($0.rougeL) }
        draftRow("findings, micro precision") { Self.show($0.microPrecision) }
        draftRow("findings, micro recall") { Self.show($0.microRecall) }
        draftRow("findings, micro F1") { Self.show($0.microF1) }
        draftRow("findings, macro precision") { Self.show($0.macroPrecision) }
        draftRow("findings, macro recall") { Self.show($0.macroRecall) }
        draftRow("findings, macro F1") { Self.show($0.macroF1) }
        draftRow("distinct drafts") { "\($0.distinctDrafts) of \($0.drafts)" }
        draftRow("unknown sentences") { "\($0.unknownSentences)" }
        draftRow("contradictory drafts") { "\($0.contradictoryDrafts)" }
        lines += [
            "", "\(faithfulDrafts) of \(films) drafts of the model claim exactly the findings its head calls likely",
            "encoder \(Self.milliseconds(encoderSeconds)), decoder \(Self.milliseconds(decoderSeconds)) a draft",
        ]
        return lines.joined(separator: "\n")
    }

    /// The main scores by name, as provenance keeps them: value, low, high.
    package var summary: [String: [Double]] {
        var summary: [String: [Double]] = [:]
        func add(_ name: String, _ estimate: Estimate?) {
            if let estimate { summary[name] = [estimate.value, estimate.low, estimate.high] }
        }
        for group in findings.groups { add("macro-AUC, " + group.name, group.macroAUC) }
        for draft in drafts {
            add("BLEU-4, " + draft.source, draft.bleu[3])
            add("ROUGE-L, " + draft.source, draft.rougeL)
            add("finding F1 micro, " + draft.source, draft.microF1)
            add("finding F1 macro, " + draft.source, draft.macroF1)
        }
        return summary
    }

    private static let findingWidths = [24, 6, 24]
    private static let draftWidths = [26, 22, 22, 22]

    private static func row(_ cells: [String], _ widths: [Int]) -> String {
        zip(cells, widths).map { cell, width in
            cell + String(repeating: " ", count: max(0, width - cell.count))
        }.joined(separator: " ").trimmingTrailingSpaces
    }

    private static func show(_ estimate: Estimate) -> String {
        let digits = [estimate.value, estimate.low, estimate.high].map { TrainingProgress.number($0, 3) }
        return "\(digits[0]) [\(digits[1]), \(digits[2])]"
    }

    private static func milliseconds(_ seconds: Double) -> String {
        TrainingProgress.number(seconds * 1000, 0) + " ms"
    }
}

extension String {
    fileprivate var trimmingTrailingSpaces: String {
        String(reversed().drop { $0 == " " }.reversed())
    }
}
