import FoundationEssentials

/// The draft as shown to a reviewer, read from its stored JSON: sentences, the model's confidence in each, and warnings
/// about them.
package struct DraftText: Sendable, Equatable {
    package enum Section: String, Sendable, Codable, CaseIterable {
        case findings
        case impression
    }

    package struct Sentence: Sendable, Equatable, Codable {
        package let text: String
        package let section: Section
        /// Mean probability that the model assigned to its words; nil in the earliest drafts.
        package let confidence: Double?
        /// Findings in the sentence, according to the model's labeler.
        package let findings: [String]
    }

    /// A warning that the reviewer should know before relying on the draft.
    package struct Notice: Sendable, Equatable, Codable {
        package let kind: String
        /// Index of the sentence that the notice is about.
        package let sentence: Int?
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
    package let notices: [Notice]
    /// Empty in drafts of earlier versions.
    package let display: [Display]
    /// Why no draft is offered; nil when one is.
    package let abstention: String?

    /// - Parameter report: JSON of the draft.
    /// - Throws: `DecodingError` when it is not a draft.
    package init(report: String) throws {
        let stored = try JSONDecoder().decode(StoredDraft.self, from: Data(report.utf8))
        abstention = stored.abstention
        notices = stored.notices ?? []
        display = stored.display ?? []
        guard abstention == nil else {
            sentences = []
            return
        }
        sentences =
            stored.sentences?.map {
                Sentence(
                    text: $0.text, section: $0.section, confidence: $0.confidence,
                    findings: ($0.claims ?? []).map(\.finding))
            }
            ?? [(Section.findings, stored.findings), (.impression, stored.impression)].flatMap { section, texts in
                (texts ?? []).map { Sentence(text: $0, section: section, confidence: nil, findings: []) }
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
            struct Claim: Decodable {
                let finding: String
            }
            let text: String
            let section: Section
            let confidence: Double?
            let claims: [Claim]?
        }
        let sentences: [Sentence]?
        let notices: [Notice]?
        let display: [Display]?
        let abstention: String?
        // For drafts stored before sentences became objects.
        let findings: [String]?
        let impression: [String]?
    }
}
