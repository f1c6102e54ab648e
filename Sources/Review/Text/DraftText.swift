import FoundationEssentials

/// What a reviewer sees of a draft, read from the JSON that is stored with it: sentences, how sure the model was of
/// each, and what speaks against them.
package struct DraftText: Sendable, Equatable {
    package enum Section: String, Sendable, Codable, CaseIterable {
        case findings
        case impression
    }

    package struct Sentence: Sendable, Equatable, Codable {
        package let text: String
        package let section: Section
        /// Mean probability the model gave its words; nil in the earliest drafts.
        package let confidence: Double?
        /// What it speaks of, as the model's labeler reads it.
        package let findings: [String]
    }

    /// Something the reviewer should know before relying on the draft.
    package struct Notice: Sendable, Equatable, Codable {
        package let kind: String
        /// Index of the sentence it is about.
        package let sentence: Int?
    }

    /// None where no draft is offered: what the model wrote then is never shown as a report.
    package let sentences: [Sentence]
    package let notices: [Notice]
    /// Why no draft is offered; nil where one is.
    package let abstention: String?

    /// - Parameter report: the draft's JSON.
    /// - Throws: `DecodingError` where it is none.
    package init(report: String) throws {
        let stored = try JSONDecoder().decode(StoredDraft.self, from: Data(report.utf8))
        abstention = stored.abstention
        notices = stored.notices ?? []
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

    /// The texts of one section.
    package func texts(of section: Section) -> [String] {
        sentences.filter { $0.section == section }.map(\.text)
    }

    /// What is signed where nothing is changed: a paragraph for each section, as the draft's documents have it.
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
        let abstention: String?
        // of drafts stored before sentences were objects
        let findings: [String]?
        let impression: [String]?
    }
}
