/// Evidence for a finding's status: one mention and the words that decided its status.
package struct FindingEvidence: Sendable, Equatable {
    /// The finding; nil for an abnormality outside the fourteen, which only rules out "No Finding".
    package let finding: Finding?
    package let status: FindingStatus
    /// Position of the sentence in the report, from 0.
    package let sentence: Int
    /// The mention's range in the original text, in Unicode scalars, as Python slices strings.
    package let range: Range<Int>
    /// The text in that range.
    package let words: String
    /// The phrase that negated or hedged the mention; nil if none did.
    package let trigger: String?
}

/// What a report says about each of the 14 findings.
package struct LabelledReport: Sendable, Equatable {
    /// All 14 findings.
    package let statuses: [Finding: FindingStatus]
    /// Every mention, in text order.
    package let evidence: [FindingEvidence]

    /// The result for a text that the labeler does not read: it mentions no finding.
    package static let unread = LabelledReport(
        statuses: Dictionary(uniqueKeysWithValues: Finding.allCases.map { ($0, .unmentioned) }), evidence: [])

    private init(statuses: [Finding: FindingStatus], evidence: [FindingEvidence]) {
        (self.statuses, self.evidence) = (statuses, evidence)
    }

    package subscript(finding: Finding) -> FindingStatus { statuses[finding] ?? .unmentioned }

    /// Combines the mentions as the CheXpert labeler does: any positive wins, then any uncertain; heart failure makes
    /// cardiomegaly at least uncertain; "No Finding" is positive if there is, and may be, nothing except devices.
    init(evidence: [FindingEvidence]) {
        var statuses: [Finding: FindingStatus] = [:]
        func add(_ status: FindingStatus, to finding: Finding) {
            switch (statuses[finding], status) {
            case (nil, _), (.negative, _), (.uncertain, .positive): statuses[finding] = status
            default: break
            }
        }
        var isNormal = true
        for mention in evidence {
            if mention.status != .negative {
                if mention.finding != .supportDevices { isNormal = false }
                if mention.finding == .edema, Self.heartFailure.contains(mention.words.lowercased()) {
                    add(.uncertain, to: .cardiomegaly)
                }
            }
            if let finding = mention.finding { add(mention.status, to: finding) }
        }
        if isNormal { statuses[.noFinding] = .positive }
        for finding in Finding.allCases where statuses[finding] == nil { statuses[finding] = .unmentioned }
        self.statuses = statuses
        self.evidence = evidence
    }

    private static let heartFailure: Set<String> = ["chf", "heart failure"]
}
