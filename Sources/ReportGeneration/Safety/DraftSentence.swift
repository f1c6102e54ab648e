package import FindingLabels

/// The section of a report that a sentence belongs to.
package enum DraftSection: String, Codable, Sendable {
    case findings
    case impression
}

/// One sentence of a draft with the evidence for and against it.
package struct DraftSentence: Codable, Sendable, Equatable {
    /// Starts with a capital and ends with a period.
    package let text: String
    package let section: DraftSection
    /// Mean probability the decoder assigned to the sentence's words.
    package let confidence: Double
    /// Probability of the least certain word; nil in old drafts.
    package let minimumProbability: Double?
    /// The findings the sentence mentions, as labelled by `FindingLabeler`.
    package let claims: [ClaimedFinding]
    /// Words that compare with a prior study, which the model was not shown; empty if there are none.
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

/// A sentence's claim about one finding, compared with the finding head.
package struct ClaimedFinding: Codable, Sendable, Equatable {
    /// A CheXpert finding, or a label of the finding head that CheXpert does not have.
    package let finding: String
    package let status: FindingStatus
    package let agreement: HeadAgreement
    /// The head's estimate the claim was compared with; nil if it has none.
    package let opinion: FindingProbability?

    package init(finding: String, status: FindingStatus, agreement: HeadAgreement, opinion: FindingProbability?) {
        self.finding = finding
        self.status = status
        self.agreement = agreement
        self.opinion = opinion
    }
}

/// Whether the finding head, which sees the picture but not the words, agrees with a sentence.
package enum HeadAgreement: String, Codable, Sendable {
    case agrees
    case contradicts
    /// The head has no output for the finding.
    case noOpinion
}
