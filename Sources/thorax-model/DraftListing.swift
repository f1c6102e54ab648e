import DICOMObject
import FindingLabels
import Foundation
import ReportGeneration

/// Formats a draft for a terminal or a file. Lines that need attention start with an exclamation mark and are coloured
/// on a terminal.
struct DraftListing {
    private static let attention = "\u{1B}[1;33m"
    private static let plain = "\u{1B}[0m"

    private let isColoured: Bool
    private(set) var lines: [String] = []

    /// - Parameter display: how each picture was displayed; nil for a picture that is not a DICOM object.
    init(_ draft: DraftReport, display: [DisplayTransformation?], isColoured: Bool) {
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
        if display.contains(where: { $0 != nil }) { lines.append("") }
        for (index, display) in display.enumerated() {
            guard let display else { continue }
            // In the words of a draft's documents.
            let words = ["Display of image \(index + 1): \(display.applied)."] + display.notices
            add(words.joined(separator: " "), needsAttention: !display.notices.isEmpty)
        }
        if !draft.abstained {
            lines += ["", "findings by probability"]
            for finding in draft.probabilities.sorted(by: { $0.probability > $1.probability }) {
                let name = finding.label.padding(
                    toLength: max(20, finding.label.count + 1), withPad: " ", startingAt: 0)
                let called = finding.presentThreshold == nil && finding.isLikely ? "likely" : finding.degree.rawValue
                lines.append(
                    "  \(name)\(Self.percent(finding.probability, width: 5))  \(called), \(Self.rule(finding))")
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
                let estimates = sentence.claims.compactMap(\.opinion).reduce(into: [String]()) { texts, opinion in
                    let text = "\(opinion.label) \(Self.percent(opinion.probability)), \(Self.rule(opinion))"
                    if !texts.contains(text) { texts.append(text) }
                }
                let certainty = estimates.isEmpty ? "" : "  [\(estimates.joined(separator: "; "))]"
                add(sentence.text + certainty, needsAttention: marked.contains(index))
            }
        }
    }

    private static func rule(_ finding: FindingProbability) -> String { finding.rule { percent($0) } }

    private static func percent(_ share: Double, width: Int = 1) -> String {
        String(format: "%\(width).1f %%", share * 100)
    }

    private mutating func add(_ text: String, needsAttention: Bool) {
        let line = (needsAttention ? "! " : "  ") + text
        lines.append(needsAttention && isColoured ? Self.attention + line + Self.plain : line)
    }
}
