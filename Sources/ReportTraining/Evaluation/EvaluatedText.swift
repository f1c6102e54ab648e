package import ReportGeneration

/// A text to be scored.
package struct EvaluatedText: Sendable, Hashable {
    package let words: [String]
    /// The words joined by spaces, as compared, labelled and counted as distinct.
    package var text: String { words.joined(separator: " ") }

    package init(words: [String]) { self.words = words }
}

/// Which part of a written report a draft is compared with.
package enum ReferenceLength: String, CaseIterable, Codable, Sendable {
    /// The whole report.
    case full
    /// The report as the decoder was trained on it: cut to the maximum length, with unknown words as `<unk>`. R2Gen's
    /// published scores use this.
    case truncated
}

/// The reference for a draft: everything the scores need to know about one study.
package struct DraftReference: Sendable {
    package let id: String
    package let patient: String
    package let report: EvaluatedText
    /// Positions of the findings that are present: the true ones if the report states facts, else the labelled ones.
    package let findings: Set<Int>
    /// The facts of a report that states them; nil for others.
    package let facts: FactReport?

    /// The report's full text; for a composed report, edition 0.
    package init(_ study: TrainingStudy, seed: UInt64) {
        self.init(study, words: study.words(seed: seed, edition: 0))
    }

    /// The words as a decoder with this vocabulary was trained on them; `longest` includes the begin token.
    package init(_ study: TrainingStudy, seed: UInt64, vocabulary: Vocabulary, longest: Int) {
        let words = study.words(seed: seed, edition: 0).prefix(longest - 1)
        self.init(study, words: vocabulary.known(Array(words)))
    }

    private init(_ study: TrainingStudy, words: [String]) {
        id = study.id
        patient = study.patient
        report = EvaluatedText(words: words)
        facts = study.facts
        findings = study.facts?.labels ?? study.positives
    }
}
