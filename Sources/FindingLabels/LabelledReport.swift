/// Why a report says what it says of a finding: one mention and the words that decided its status.
package struct FindingEvidence: Sendable, Equatable {
    /// The finding spoken of; nil for an abnormality that is none of the fourteen and only rules "No Finding" out.
    package let finding: Finding?
    package let status: FindingStatus
    /// Position of the sentence in the report, from 0.
    package let sentence: Int
    /// Where the mention stands in the text as it was given, counted in Unicode scalars, as Python slices strings.
    package let range: Range<Int>
    /// The text in that range.
    package let words: String
    /// The phrase that negated or hedged the mention; nil when nothing did.
    package let trigger: String?
}

/// What one report says of each of the 14 findings.
package struct LabelledReport: Sendable, Equatable {
    /// All 14 findings.
    package let statuses: [Finding: FindingStatus]
    /// Every mention, in the order of the text.
    package let evidence: [FindingEvidence]

    package subscript(finding: Finding) -> FindingStatus { statuses[finding] ?? .unmentioned }

    /// Joins the mentions as the CheXpert labeler does: any positive wins, then any uncertain; heart failure makes
    /// cardiomegaly at least uncertain; "No Finding" is positive when nothing but devices is there or may be there.
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
