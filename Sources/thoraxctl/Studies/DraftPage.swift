import Administration
import Foundation
import Review

/// A draft as human-readable lines: every sentence with the probability of its findings, every finding with
/// a bar.
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
            lines += sentences.map { "    " + $0.line }
        }
        if !draft.notices.isEmpty { lines.append("  the model's own checks") }
        lines += draft.notices.map { "    " + TextTable.paint(terminalSafe($0.text ?? $0.words), .yellow) }
        lines += draft.display.lines.map { "  " + $0 }
        if !draft.findings.isEmpty { lines.append("  probability of each finding") }
        lines += draft.findings.sorted { $0.probability > $1.probability }.map(Self.line)
        lines.append(
            terminalSafe(
                "  by \(draft.model) \(draft.modelVersion), weights \(draft.weightsSHA256.prefix(16)), "
                    + describeTime(draft.createdAt)))
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
            "\(percent(finding.probability)) \(bar)  \(terminalSafe(finding.label)), "
            + finding.rule
        return "    " + TextTable.paint(text, finding.isLikely ? .yellow : .grey)
    }

    static func share(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }

    private static func percent(_ number: Double) -> String {
        String(repeating: " ", count: max(0, 5 - share(number).count)) + share(number)
    }
}
