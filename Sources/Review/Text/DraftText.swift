import FindingLabels
import FoundationEssentials

/// The draft as shown to a reviewer, read from its stored JSON: sentences, the finding head's probabilities for what
/// they say, and warnings about them.
package struct DraftText: Sendable, Equatable {
    package enum Section: String, Sendable, Codable, CaseIterable {
        case findings
        case impression
    }

    package struct Sentence: Sendable, Equatable, Codable {
        package let text: String
        package let section: Section
        /// The finding head's estimates for the findings in the sentence; empty if it has none for them.
        package let estimates: [Estimate]
        /// Findings in the sentence, according to the model's labeler.
        package let findings: [String]
        /// Mean probability of the words: how usual the wording is, not how likely it is true. Nil in the earliest
        /// drafts.
        package let fluency: Double?
        /// Its statements about findings.
        var claims: [Claim] = []

        /// A sentence's statement about one finding, and the estimate that it was compared with.
        struct Claim: Sendable, Equatable, Codable {
            let finding: String
            let status: FindingStatus?
            let opinion: Estimate?
        }

        private enum CodingKeys: String, CodingKey {
            case text, section, estimates, findings, fluency
        }
    }

    /// The probability of a finding by the finding head, which sees the picture and not the words.
    package struct Estimate: Sendable, Equatable, Codable {
        package let label: String
        package let probability: Double
        /// The probability from which the model calls the finding at least possible.
        package let threshold: Double
        /// The probability from which the model calls the finding present; nil if it has no degree between.
        package let presentThreshold: Double?

        /// `pneumonia 34 %, possible from 18 %, present from 50 %`
        package var words: String {
            func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
            return "\(label.replacing("_", with: " ").lowercased()) \(percent(probability)), "
                + FindingDegree.rule(threshold: threshold, presentThreshold: presentThreshold, percent)
        }
    }

    /// A warning that the reviewer should know before relying on the draft.
    package struct Notice: Sendable, Equatable, Codable {
        package let kind: String
        /// Index of the sentence that the notice is about.
        package let sentence: Int?
        /// The estimate that the notice is about.
        package var opinion: Estimate?
        /// The words that it is about.
        package var words: [String]?
    }

    /// How one image was displayed to the model.
    package struct Display: Sendable, Equatable, Codable {
        /// The transformation in words, such as `window 1 (center 2048, width 4096)`.
        package let applied: String
        /// What was passed over or assumed, one sentence each.
        package let notices: [String]
    }

    /// Sentences of the draft. The list is empty when no draft is offered, because the model's text must not be shown
    /// as a report then.
    package let sentences: [Sentence]
    /// Notices about the draft. When no draft is offered, the list has only those about the pictures.
    package let notices: [Notice]
    /// The finding head's estimates; empty in the earliest drafts.
    package let probabilities: [Estimate]
    /// Empty in drafts of earlier versions.
    package let display: [Display]
    /// Limits of the model that wrote it, as sentences; empty in drafts of earlier versions.
    package let limits: [String]
    /// Why no draft is offered; nil when one is.
    package let abstention: String?

    /// - Parameter report: JSON of the draft.
    /// - Throws: `DecodingError` when it is not a draft.
    package init(report: String) throws {
        let stored = try JSONDecoder().decode(StoredDraft.self, from: Data(report.utf8))
        abstention = stored.abstention
        let isOffered = abstention == nil
        notices = (stored.notices ?? []).filter { isOffered || !Self.kindsAboutText.contains($0.kind) }
        probabilities = stored.probabilities ?? []
        display = stored.display ?? []
        limits = stored.limits ?? []
        guard abstention == nil else {
            sentences = []
            return
        }
        sentences =
            stored.sentences?.map {
                Sentence(
                    text: $0.text, section: $0.section, estimates: $0.estimates,
                    findings: $0.findings, fluency: $0.confidence, claims: $0.claims ?? [])
            }
            ?? [(Section.findings, stored.findings), (.impression, stored.impression)].flatMap { section, texts in
                (texts ?? []).map { Sentence(text: $0, section: section, estimates: [], findings: [], fluency: nil) }
            }
    }

    /// Returns the sentences of one section as text.
    package func texts(of section: Section) -> [String] {
        sentences.filter { $0.section == section }.map(\.text)
    }

    /// The text that is signed when nothing is changed: one paragraph per section, as in the draft's documents.
    package var unchanged: SignedText {
        func paragraph(_ section: Section) -> [String] {
            let texts = texts(of: section)
            return texts.isEmpty ? [] : [texts.joined(separator: " ")]
        }
        return SignedText(findings: paragraph(.findings), impression: paragraph(.impression))
    }

    private struct StoredDraft: Decodable {
        struct Sentence: Decodable {
            let text: String
            let section: Section
            let confidence: Double?
            let claims: [DraftText.Sentence.Claim]?

            /// Each finding once, although a sentence may name two labels of it.
            var findings: [String] {
                (claims ?? []).map(\.finding).reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
            }

            /// Each label once, although several claims may be compared with it.
            var estimates: [Estimate] {
                (claims ?? []).compactMap(\.opinion).reduce(into: []) { estimates, estimate in
                    if !estimates.contains(estimate) { estimates.append(estimate) }
                }
            }
        }
        let sentences: [Sentence]?
        let notices: [Notice]?
        let probabilities: [Estimate]?
        let display: [Display]?
        let limits: [String]?
        let abstention: String?
        // For drafts stored before sentences became objects.
        let findings: [String]?
        let impression: [String]?
    }
}
