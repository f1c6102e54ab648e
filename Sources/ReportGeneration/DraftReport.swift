/// What the model drafted for one study. Never a diagnosis: a radiologist reads, corrects and signs it.
///
/// Everything that speaks against the draft is in it as data; who shows the draft shows the notices too.
package struct DraftReport: Sendable, Equatable {
    /// Those of the Findings section, then those of the Impression.
    package let sentences: [DraftSentence]
    /// The finding head's outputs, in the order of the bundle's labels.
    package let probabilities: [FindingProbability]
    /// What the reader should know, gravest first.
    package let notices: [DraftNotice]
    /// Why no draft is offered, in plain words, though there are sentences: none of the pictures looks like a chest
    /// radiograph. Such sentences are never shown as a report. Nil for a draft that is offered.
    package let abstention: String?
    package let timings: DraftTimings
    /// What the decoder said, word by word: what scores compare.
    package let words: [String]

    package init(
        sentences: [DraftSentence], probabilities: [FindingProbability], notices: [DraftNotice] = [],
        abstention: String? = nil, timings: DraftTimings, words: [String]
    ) {
        self.sentences = sentences
        self.probabilities = probabilities
        self.notices = notices
        self.abstention = abstention
        self.timings = timings
        self.words = words
    }

    /// No draft is offered.
    package var abstained: Bool { abstention != nil }
    /// The texts of the Findings section.
    package var findings: [String] { sentences.filter { $0.section == .findings }.map(\.text) }
    /// The texts of the Impression section.
    package var impression: [String] { sentences.filter { $0.section == .impression }.map(\.text) }
    /// For each sentence the mean probability the decoder gave its words.
    package var sentenceConfidence: [Double] { sentences.map(\.confidence) }

    /// Both sections as a person reads them.
    package var text: String {
        ReportText(findings: findings, impression: impression).text
    }
}

/// The finding head's opinion of one finding.
package struct FindingProbability: Codable, Sendable, Equatable {
    package let label: String
    /// In 0...1.
    package let probability: Double
    /// From here on the bundle calls the finding likely.
    package let threshold: Double

    package init(label: String, probability: Double, threshold: Double) {
        self.label = label
        self.probability = probability
        self.threshold = threshold
    }

    package var isLikely: Bool { probability >= threshold }
}

/// Seconds spent on one draft, by stage.
package struct DraftTimings: Codable, Sendable, Equatable {
    package let preprocess: Double
    package let encoder: Double
    package let decoder: Double

    package init(preprocess: Double, encoder: Double, decoder: Double) {
        self.preprocess = preprocess
        self.encoder = encoder
        self.decoder = decoder
    }
}
