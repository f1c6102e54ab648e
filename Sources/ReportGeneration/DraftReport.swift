package import FindingLabels

/// The model's draft for one study. It is never a diagnosis: a radiologist reads, corrects and signs it.
///
/// It carries its own warnings as data; whatever shows the draft must also show its notices.
package struct DraftReport: Sendable, Equatable {
    /// Sentences of the Findings section, then those of the Impression.
    package let sentences: [DraftSentence]
    /// The finding head's outputs, in the order of the bundle's labels.
    package let probabilities: [FindingProbability]
    /// What the reader should know, most serious first.
    package private(set) var notices: [DraftNotice]
    /// Why no draft is offered although there are sentences: none of the pictures shows an upright chest film, or the text
    /// states as present what the finding head does not find (`Overstatement`). Such sentences are never shown as a report,
    /// and there are no notices about them. Nil if the draft is offered.
    package let abstention: String?
    package let timings: DraftTimings
    /// The decoder's output as words, which the metrics compare. Lowering the degree of a sentence does not change them.
    package let words: [String]
    /// The finding head's logits before calibration, in the order of `probabilities`. They are not part of the JSON.
    package var findingLogits: [Float] = []
    /// Where the decoder looked while it wrote each sentence; nil if it was not kept. Not part of the JSON.
    package var attention: SentenceAttention?

    package init(
        sentences: [DraftSentence], probabilities: [FindingProbability], notices: [DraftNotice] = [],
        abstention: String? = nil, timings: DraftTimings, words: [String]
    ) {
        self.sentences = sentences
        self.probabilities = probabilities
        self.notices = abstention == nil ? notices : notices.filter { !$0.isAboutText }
        self.abstention = abstention
        self.timings = timings
        self.words = words
    }

    /// The same draft with further notices behind its own.
    package func noted(_ further: [DraftNotice]) -> DraftReport {
        var report = self
        report.notices += further
        return report
    }

    /// Whether no draft is offered.
    package var abstained: Bool { abstention != nil }
    /// Sentences of the Findings section.
    package var findings: [String] { sentences.filter { $0.section == .findings }.map(\.text) }
    /// Sentences of the Impression section.
    package var impression: [String] { sentences.filter { $0.section == .impression }.map(\.text) }
    /// For each sentence, the mean probability the decoder assigned to its words.
    package var sentenceConfidence: [Double] { sentences.map(\.confidence) }

    /// Both sections as human-readable text.
    package var text: String {
        ReportText(findings: findings, impression: impression).text
    }
}

/// The finding head's estimate for one finding.
package struct FindingProbability: Codable, Sendable, Equatable {
    package let label: String
    /// Between 0 and 1.
    package let probability: Double
    /// The probability from which the bundle calls the finding at least possible.
    package let threshold: Double
    /// The probability from which the bundle calls the finding present; nil for a bundle that does not distinguish
    /// possible findings, whose probabilities are not calibrated.
    package let presentThreshold: Double?

    package init(label: String, probability: Double, threshold: Double, presentThreshold: Double? = nil) {
        self.label = label
        self.probability = probability
        self.threshold = threshold
        self.presentThreshold = presentThreshold
    }

    /// Whether the finding is possible or present.
    package var isLikely: Bool { probability >= threshold }

    package var degree: FindingDegree {
        FindingDegree(probability: probability, threshold: threshold, presentThreshold: presentThreshold)
    }

    /// `pneumonia 34 %, possible from 18 %, present from 50 %`
    package var words: String {
        func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
        return "\(HeadLabels.readable(label)) \(percent(probability)), " + rule(percent)
    }

    /// The limits that the probability is compared with.
    ///
    /// - Parameter percent: writes a share.
    package func rule(_ percent: (Double) -> String) -> String {
        FindingDegree.rule(threshold: threshold, presentThreshold: presentThreshold, percent)
    }
}

/// Time spent on one draft by stage, in seconds.
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
