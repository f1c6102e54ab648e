package import FindingLabels

/// The part of a report a sentence stands in.
package enum DraftSection: String, Codable, Sendable {
    case findings
    case impression
}

/// One sentence of a draft with what can be said for and against it.
package struct DraftSentence: Codable, Sendable, Equatable {
    /// With capital and period.
    package let text: String
    package let section: DraftSection
    /// Mean probability the decoder gave the sentence's words.
    package let confidence: Double
    /// Probability of its least certain word; nil in drafts of before it was kept.
    package let minimumProbability: Double?
    /// The findings the sentence speaks of, as the labeler reads it.
    package let claims: [ClaimedFinding]
    /// The words that compare with an earlier study, which the model was not shown; empty where none do.
    package let comparison: [String]

    package init(
        text: String, section: DraftSection, confidence: Double, minimumProbability: Double? = nil,
        claims: [ClaimedFinding] = [], comparison: [String] = []
    ) {
        self.text = text
        self.section = section
        self.confidence = confidence
        self.minimumProbability = minimumProbability
        self.claims = claims
        self.comparison = comparison
    }
}

/// What a sentence says of one finding, held against the finding head.
package struct ClaimedFinding: Codable, Sendable, Equatable {
    /// A CheXpert name, or one of the head's own labels that CheXpert does not have.
    package let finding: String
    package let status: FindingStatus
    package let agreement: HeadAgreement
    /// The head's opinion that decided; nil when it has none.
    package let opinion: FindingProbability?

    package init(finding: String, status: FindingStatus, agreement: HeadAgreement, opinion: FindingProbability?) {
        self.finding = finding
        self.status = status
        self.agreement = agreement
        self.opinion = opinion
    }
}

/// Whether the finding head, which sees the picture and not the words, says the same as a sentence.
package enum HeadAgreement: String, Codable, Sendable {
    case agrees
    case contradicts
    /// The head has no output for the finding.
    case noOpinion
}
