import FindingLabels

/// The finding head's estimates, compared with what sentences claim.
struct HeadOpinions {
    private let all: [FindingProbability]
    private let byFinding: [Finding: [FindingProbability]]
    /// The estimates of findings that are present or possible, each with its finding; nil for a label outside CheXpert's
    /// findings. The label "No Finding" is left out, because it describes a whole report and no sentence mentions it.
    let likely: [(finding: Finding?, opinion: FindingProbability)]

    init(_ probabilities: [FindingProbability]) {
        all = probabilities
        let pairs = probabilities.map { (HeadLabels.finding(of: $0.label), $0) }
        var byFinding: [Finding: [FindingProbability]] = [:]
        for (finding, probability) in pairs {
            if let finding { byFinding[finding, default: []].append(probability) }
        }
        self.byFinding = byFinding
        likely = pairs.filter { $0.1.isLikely && $0.0 != .noFinding }.map { (finding: $0.0, opinion: $0.1) }
    }

    /// The claims of a labelled sentence in CheXpert's order, then those about labels that CheXpert does not have.
    ///
    /// A claim has the estimate of the label that its words name (`HeadLabels`), and of no other. General words ("opacity")
    /// name none: beside a named finding they describe it, otherwise they are compared with every finding that they may
    /// stand for.
    func claims(of report: LabelledReport) -> [ClaimedFinding] {
        // "No Finding" describes a whole report, never a single sentence.
        let mentioned = Finding.allCases.filter { $0 != .noFinding && report[$0] != .unmentioned }
        let named = mentioned.flatMap { namedClaims($0, report) } + namedClaims(nil, report)
        let isNaming = named.contains { $0.status != .negative }
        return mentioned.flatMap { finding -> [ClaimedFinding] in
            let own = named.filter { $0.finding == finding.rawValue }
            guard let status = generalStatus(finding, report) else { return own }
            return own + [general(finding, status, describesAnother: isNaming)]
        } + named.filter { Finding(rawValue: $0.finding) == nil }
    }

    /// The claims about the labels that the words of a finding name; `finding` is nil for words outside CheXpert's.
    private func namedClaims(_ finding: Finding?, _ report: LabelledReport) -> [ClaimedFinding] {
        let mentions = report.evidence.filter { $0.finding == finding }
        return all.compactMap { opinion in
            let statuses = mentions.filter { HeadLabels.names(opinion.label, finding, $0.words) }.map(\.status)
            // Heart failure makes cardiomegaly uncertain without a word about the heart.
            let implied = mentions.isEmpty && HeadLabels.names(opinion.label, finding, nil) ? finding : nil
            guard let status = Self.weightiest(statuses) ?? implied.map({ report[$0] }) else { return nil }
            return compare(finding?.rawValue ?? opinion.label, status, opinion)
        }
    }

    /// The status of those mentions of a finding whose words name no label, such as "opacity"; nil if the words of every
    /// mention name one. A finding that follows from other words has the report's status.
    private func generalStatus(_ finding: Finding, _ report: LabelledReport) -> FindingStatus? {
        let mentions = report.evidence.filter { $0.finding == finding }
        let isNamed = { (words: String?) in all.contains { HeadLabels.names($0.label, finding, words) } }
        if mentions.isEmpty { return isNamed(nil) ? nil : report[finding] }
        return Self.weightiest(mentions.filter { !isNamed($0.words) }.map(\.status))
    }

    private static func weightiest(_ statuses: [FindingStatus]) -> FindingStatus? {
        [FindingStatus.positive, .uncertain, .negative].first(where: statuses.contains)
    }

    /// Compares a claim with the estimate of the label that it names. Only Lung Opacity is supported by its subtypes too:
    /// edema is an opacity, but pneumonia is no infiltrate.
    private func compare(_ name: String, _ status: FindingStatus, _ opinion: FindingProbability) -> ClaimedFinding {
        var agreement = Self.agreement(opinion, status)
        if status == .positive, agreement == .contradicts, HeadLabels.isLungOpacity(opinion.label),
            estimates(of: HeadLabels.kinds[.lungOpacity] ?? []).contains(where: { $0.degree == .present })
        {
            agreement = .agrees
        }
        return ClaimedFinding(finding: name, status: status, agreement: agreement, opinion: opinion)
    }

    /// Compares words that name no label; such a claim has no estimate of its own.
    private func general(_ finding: Finding, _ status: FindingStatus, describesAnother: Bool) -> ClaimedFinding {
        var agreement = HeadAgreement.noOpinion
        if status == .negative || !describesAnother {
            agreement = likeliest(finding, status).map { Self.agreement($0, status) } ?? .noOpinion
        }
        return ClaimedFinding(finding: finding.rawValue, status: status, agreement: agreement, opinion: nil)
    }

    /// The estimate that a claim contradicts: its own, or for general words the likeliest of those they may stand for.
    func contradicted(by claim: ClaimedFinding) -> FindingProbability? {
        guard claim.agreement == .contradicts else { return nil }
        return claim.opinion ?? Finding(rawValue: claim.finding).flatMap { likeliest($0, claim.status) }
    }

    /// Whether a claim is about a finding that the head does not look for, so that only the words state it.
    func isUnknown(_ claim: ClaimedFinding) -> Bool {
        claim.agreement == .noOpinion && Finding(rawValue: claim.finding).flatMap { likeliest($0, .positive) } == nil
    }

    /// The likeliest of the findings that general words may stand for, those that are present first.
    private func likeliest(_ finding: Finding, _ status: FindingStatus) -> FindingProbability? {
        let kinds = (status == .negative ? HeadLabels.deniedKinds : HeadLabels.kinds)[finding] ?? []
        let found = estimates(of: [finding] + kinds)
        func first(_ isIncluded: (FindingProbability) -> Bool) -> FindingProbability? {
            found.filter(isIncluded).max { $0.probability < $1.probability }
        }
        return first { $0.degree == .present } ?? first(\.isLikely) ?? first { _ in true }
    }

    private func estimates(of findings: [Finding]) -> [FindingProbability] { findings.flatMap { byFinding[$0] ?? [] } }

    private static func agreement(_ opinion: FindingProbability, _ status: FindingStatus) -> HeadAgreement {
        switch (opinion.degree, status) {
        case (.present, .negative), (.possible, .negative), (.possible, .positive), (.absent, .positive): .contradicts
        default: .agrees
        }
    }
}
