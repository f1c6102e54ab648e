import Administration
import Foundation
import Review

/// A draft as human-readable lines: every sentence with the model's confidence, every finding with a bar.
struct DraftPage {
    private(set) var lines: [String] = []

    init(_ draft: ShownStudy.Draft) {
        lines = ["", "draft, revision \(draft.revision), not verified"]
        if let abstention = draft.abstention {
            lines.append("  " + TextTable.paint(terminalSafe("no draft is offered: \(abstention)"), .red))
        }
        for section in DraftText.Section.allCases {
            let sentences = draft.sentences.filter { $0.section == section }
            guard !sentences.isEmpty else { continue }
            lines.append("  \(section.rawValue)")
            lines += sentences.map {
                "    \($0.confidence.map(Self.percent) ?? "     ") "
                    + TextTable.paint(terminalSafe($0.text), Self.colour(ofConfidence: $0.confidence))
            }
        }
        if !draft.notices.isEmpty { lines.append("  the model's own checks") }
        lines += draft.notices.map { "    " + TextTable.paint(terminalSafe($0.text ?? $0.words), .yellow) }
        lines += draft.display.lines.map { "  " + $0 }
        if !draft.findings.isEmpty { lines.append("  probability and finding (threshold)") }
        lines += draft.findings.sorted { $0.probability > $1.probability }.map(Self.line)
        lines.append(
            terminalSafe(
                "  by \(draft.model) \(draft.modelVersion), weights \(draft.weightsSHA256.prefix(16)), "
                    + draft.createdAt.formatted(.iso8601)))
        let stages = describeStages(draft.stageSeconds)
        if !stages.isEmpty { lines.append("  " + stages) }
        lines += draft.documents.map {
            terminalSafe(
                "  document \($0.form), \(describeBytes($0.instance.byteCount)): \($0.instance.sopInstanceUID)")
        }
    }

    private static func line(_ finding: ShownStudy.Finding) -> String {
        let filled = Int((finding.probability * 20).rounded())
        let bar = String(repeating: "█", count: filled) + String(repeating: "·", count: 20 - filled)
        let text =
            "\(percent(finding.probability)) \(bar)  \(terminalSafe(finding.label)) (\(share(finding.threshold)))"
        return "    " + TextTable.paint(text, finding.isLikely ? .yellow : .grey)
    }

    /// Green for high confidence, yellow for medium, red for low.
    private static func colour(ofConfidence confidence: Double?) -> TextTable.Colour? {
        guard let confidence else { return nil }
        return confidence >= 0.8 ? .green : confidence >= 0.5 ? .yellow : .red
    }

    private static func share(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func percent(_ number: Double) -> String {
        String(repeating: " ", count: max(0, 5 - share(number).count)) + share(number)
    }
}
