/// What the model drafted for one study. Never a diagnosis: a radiologist reads, corrects and signs it.
package struct DraftReport: Codable, Sendable, Equatable {
    /// Sentences of the Findings section, capitalised, with period.
    package let findings: [String]
    /// Sentences of the Impression section.
    package let impression: [String]
    /// For each sentence of `findings`, then of `impression`: the mean probability the decoder gave its words.
    package let sentenceConfidence: [Double]
    /// The finding head's outputs, in the order of the bundle's labels.
    package let probabilities: [FindingProbability]
    package let timings: DraftTimings
    /// What the decoder said, word by word: what scores compare.
    package let words: [String]

    package init(
        findings: [String], impression: [String], sentenceConfidence: [Double], probabilities: [FindingProbability],
        timings: DraftTimings, words: [String]
    ) {
        self.findings = findings
        self.impression = impression
        self.sentenceConfidence = sentenceConfidence
        self.probabilities = probabilities
        self.timings = timings
        self.words = words
    }

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
