package import ReportGeneration

/// A text that is scored.
package struct DraftText: Sendable, Hashable {
    package let words: [String]
    /// The words beside each other: what is compared, labelled and counted as distinct.
    package var text: String { words.joined(separator: " ") }

    package init(words: [String]) { self.words = words }
}

/// What of a written report a draft is compared with.
package enum ReferenceLength: String, CaseIterable, Codable, Sendable {
    /// All of its words.
    case full
    /// What the decoder was taught of it: cut to its longest report, words it lacks as `<unk>`. This is what R2Gen's
    /// published scores are against.
    case truncated
}

/// What a draft is compared with: everything a score needs to know of one study.
package struct DraftReference: Sendable {
    package let id: String
    package let patient: String
    package let report: DraftText
    /// Positions of the findings that the labels give as present.
    package let findings: Set<Int>

    /// The report's whole words, of a composed report those of edition 0.
    package init(_ study: TrainingStudy, seed: UInt64) {
        self.init(study, words: study.words(seed: seed, edition: 0))
    }

    /// The words as a decoder with this vocabulary was taught them, begin among the `longest` tokens.
    package init(_ study: TrainingStudy, seed: UInt64, vocabulary: Vocabulary, longest: Int) {
        let words = study.words(seed: seed, edition: 0).prefix(longest - 1)
        self.init(study, words: vocabulary.known(Array(words)))
    }

    private init(_ study: TrainingStudy, words: [String]) {
        id = study.id
        patient = study.patient
        report = DraftText(words: words)
        findings = study.positives
    }
}
