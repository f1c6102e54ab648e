import ReportGeneration

/// A text that is scored: as words, and as a person reads it.
package struct DraftText: Sendable, Equatable {
    package let words: [String]
    package let text: String

    package init(words: [String], text: String) {
        self.words = words
        self.text = text
    }
}

/// What a draft is compared with: everything a score needs to know of one study.
package struct DraftReference: Sendable {
    package let id: String
    package let patient: String
    package let report: DraftText
    /// Positions of the findings that the labels give as present.
    package let findings: Set<Int>

    init(_ study: TrainingStudy, seed: UInt64) {
        id = study.id
        patient = study.patient
        report = DraftText(words: study.words(seed: seed, edition: 0), text: study.reference(seed: seed))
        findings = study.positives
    }
}

/// What a draft claims.
struct DraftClaims {
    /// Positions of the findings claimed as present.
    let present: Set<Int>
    /// Sentences the reader does not know.
    let unknownSentences: Int
    /// A finding is claimed both as present and as absent.
    let isContradictory: Bool

    /// Reads a draft in the grammar's sentences back.
    init(composed words: [String]) {
        let reading = ReportGrammar.read(ReportText(words: words))
        present = Set(reading.present.map(\.index))
        unknownSentences = reading.unknownSentences
        isContradictory = !reading.contradictions.isEmpty
    }
}
