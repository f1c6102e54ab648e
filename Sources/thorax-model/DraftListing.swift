import Foundation
import ReportGeneration

/// Formats a draft for a terminal or a file. Lines that need attention start with an exclamation mark and are coloured
/// on a terminal.
struct DraftListing {
    private static let attention = "\u{1B}[1;33m"
    private static let plain = "\u{1B}[0m"

    private let isColoured: Bool
    private(set) var lines: [String] = []

    init(_ draft: DraftReport, isColoured: Bool) {
        self.isColoured = isColoured
        if let reason = draft.abstention {
            add("No draft is offered: \(reason).", needsAttention: true)
        } else {
            addSentences(of: draft)
        }
        if !draft.notices.isEmpty {
            lines += ["", "the model's own checks"]
            for (notice, text) in zip(draft.notices, draft.noticeTexts) {
                add(text, needsAttention: notice.needsAttention)
            }
        }
        if !draft.abstained {
            lines += ["", "findings by probability"]
            for finding in draft.probabilities.sorted(by: { $0.probability > $1.probability }) {
                let name = finding.label.padding(
                    toLength: max(20, finding.label.count + 1), withPad: " ", startingAt: 0)
                let percent = String(format: "%5.1f %%", finding.probability * 100)
                lines.append("  \(name)\(percent)\(finding.isLikely ? "  likely" : "")")
            }
        }
        lines += [
            "",
            String(
                format: "preprocess %.0f ms, encoder %.0f ms, decoder %.0f ms", draft.timings.preprocess * 1000,
                draft.timings.encoder * 1000, draft.timings.decoder * 1000),
        ]
    }

    private mutating func addSentences(of draft: DraftReport) {
        let marked = Set(draft.notices.compactMap(\.sentence))
        for section in [DraftSection.findings, .impression] {
            let sentences = draft.sentences.enumerated().filter { $0.element.section == section }
            if sentences.isEmpty && section == .impression { continue }
            lines.append(section == .findings ? "FINDINGS:" : "IMPRESSION:")
            for (index, sentence) in sentences {
                let percent = String(format: "%3.0f %%", sentence.confidence * 100)
                add("\(percent)  \(sentence.text)", needsAttention: marked.contains(index))
            }
        }
    }

    private mutating func add(_ text: String, needsAttention: Bool) {
        let line = (needsAttention ? "! " : "  ") + text
        lines.append(needsAttention && isColoured ? Self.attention + line + Self.plain : line)
    }
}
