import FindingLabels
import ReportMetrics

extension Evaluation {
    /// The scores as aligned text, with intervals in brackets.
    package var table: String {
        var lines = [
            "\(fold) fold: \(films) films of \(patients) patients; 95 % intervals by bootstrap over patients",
            references == .truncated
                ? "references cut to the length the decoder was trained on, as in R2Gen's scores" : "",
            Self.row(["finding head", "films", "AUC"], Self.findingWidths),
        ]
        for group in findings.groups {
            lines.append(
                Self.row(
                    ["macro, \(group.name)", "\(group.films)", group.macroAUC.map(Self.show) ?? "undefined"],
                    Self.findingWidths) + "  mean of \(group.counted.count) findings")
        }
        for row in findings.rows {
            lines.append(
                Self.row(
                    [row.finding, "\(row.positives)", row.auc.map(Self.show) ?? "undefined"], Self.findingWidths)
                    + (row.isCounted ? "" : "  too few positives, not in the macro"))
        }
        lines += ["", Self.row(["probabilities", "calibration error", "Brier score"], Self.reliabilityWidths)]
        for (name, reliability) in [("as drafts show them", reliability), ("before calibration", uncalibrated)] {
            guard let reliability else { continue }
            let cells = [reliability.error, reliability.brier].map { $0.map(Self.show) ?? "undefined" }
            lines.append(Self.row([name] + cells, Self.reliabilityWidths))
        }
        lines += ["", Self.row(["called in drafts", "cases", "mean probability", "found"], Self.degreeWidths)]
        for row in degrees {
            lines.append(
                Self.row(
                    [
                        row.degree.rawValue, "\(row.cases)",
                        row.probability.map { TrainingProgress.number($0, 3) } ?? "undefined",
                        row.found.map(Self.show) ?? "undefined",
                    ], Self.degreeWidths))
        }
        lines += ["", Self.row(["drafts"] + drafts.map(\.source), Self.draftWidths)]
        func draftRow(_ name: String, _ value: (DraftEvaluation) -> String) {
            lines.append(Self.row([name] + drafts.map(value), Self.draftWidths))
        }
        for name in drafts.first?.scores.map(\.name) ?? [] {
            draftRow(name) { $0[name].map(Self.show) ?? "-" }
        }
        draftRow("distinct drafts") { "\($0.distinctDrafts) of \($0.drafts)" }
        if drafts.contains(where: { $0.unknownSentences != nil }) {
            draftRow("unknown sentences") { $0.unknownSentences.map(String.init) ?? "-" }
            draftRow("contradictory drafts") { $0.contradictoryDrafts.map(String.init) ?? "-" }
        }
        lines += [
            "",
            "\(faithfulDrafts) of \(films) drafts of the model claim exactly what its head calls present and possible",
            "encoder \(Self.milliseconds(encoderSeconds)), decoder \(Self.milliseconds(decoderSeconds)) per draft",
        ]
        return lines.joined(separator: "\n")
    }

    /// The main scores by name, for provenance: value, low, high.
    package var summary: [String: [Double]] {
        var summary: [String: [Double]] = [:]
        func add(_ name: String, _ estimate: Estimate?) {
            if let estimate { summary[name] = [estimate.value, estimate.low, estimate.high] }
        }
        for group in findings.groups { add("macro-AUC, " + group.name, group.macroAUC) }
        add("calibration error", reliability.error)
        add("calibration error before calibration", uncalibrated?.error)
        for draft in drafts {
            for name in Self.summarized { add(name + ", " + draft.source, draft[name]) }
        }
        return summary
    }

    private static let summarized = [
        "BLEU-4", "ROUGE-L", "METEOR, no paraphrases", "CIDEr", "findings, micro F1", "findings, macro F1",
        "CE-micro14-u0-f1", "CE-macro14-u0-f1",
    ]
    private static let findingWidths = [24, 6, 24]
    private static let reliabilityWidths = [24, 24, 24]
    private static let degreeWidths = [24, 6, 16, 24]
    private static let draftWidths = [28, 22, 22, 22]

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
