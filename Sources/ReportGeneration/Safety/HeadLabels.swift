import FindingLabels

/// What the finding head's labels are called in a report: CheXpert's findings, or, for labels CheXpert lacks, a stem of
/// the words that name them.
enum HeadLabels {
    /// ChestX-ray14's labels by CheXpert's names; labels that are called as CheXpert's are themselves. CheXpert counts
    /// "fibrosis" among the pleura's others, so that is where a sentence about it is found.
    private static let names: [String: Finding] = [
        "effusion": .pleuralEffusion, "infiltration": .lungOpacity, "mass": .lungLesion, "nodule": .lungLesion,
        "pleural thickening": .pleuralOther, "fibrosis": .pleuralOther,
    ]

    /// The finding that a label of the head is part of; nil for one CheXpert does not have.
    static func finding(of label: String) -> Finding? {
        let name = readable(label)
        return names[name] ?? Finding.allCases.first { $0.rawValue.lowercased() == name }
    }

    /// A label as a person reads it.
    static func readable(_ label: String) -> String { label.replacing("_", with: " ").lowercased() }

    /// The findings that are a kind of another in CheXpert's hierarchy (Irvin et al. 2019, figure 1).
    static let kinds: [Finding: [Finding]] = [
        .lungOpacity: [.edema, .consolidation, .pneumonia, .lungLesion, .atelectasis],
        .consolidation: [.pneumonia],
        .enlargedCardiomediastinum: [.cardiomegaly],
    ]
}

/// What the finding head says, asked by what a sentence says.
struct HeadOpinions {
    private let byFinding: [Finding: [FindingProbability]]
    /// Labels that CheXpert does not have.
    let others: [FindingProbability]
    /// All that the head calls likely, with the finding each is part of.
    let likely: [(finding: Finding?, opinion: FindingProbability)]

    init(_ probabilities: [FindingProbability]) {
        let pairs = probabilities.map { (HeadLabels.finding(of: $0.label), $0) }
        var byFinding: [Finding: [FindingProbability]] = [:]
        for (finding, probability) in pairs {
            if let finding { byFinding[finding, default: []].append(probability) }
        }
        self.byFinding = byFinding
        others = pairs.filter { $0.0 == nil }.map(\.1)
        likely = pairs.filter(\.1.isLikely).map { (finding: $0.0, opinion: $0.1) }
    }

    /// Holds a claim against the head.
    ///
    /// A claim of presence is borne out by the finding or by any kind of it; a claim of absence is contradicted by the
    /// finding itself alone, since "no focal opacity" goes with edema. A hedge agrees with either.
    func claim(_ finding: Finding, _ status: FindingStatus) -> ClaimedFinding {
        let own = byFinding[finding] ?? []
        let kinds = status == .negative ? [] : (HeadLabels.kinds[finding] ?? []).flatMap { byFinding[$0] ?? [] }
        let likely = Self.likeliest((own + kinds).filter(\.isLikely))
        return Self.claim(finding.rawValue, status, likely ?? Self.likeliest(own))
    }

    /// The same for one of the head's own labels.
    static func claim(_ name: String, _ status: FindingStatus, _ opinion: FindingProbability?) -> ClaimedFinding {
        let agreement: HeadAgreement =
            switch (opinion?.isLikely, status) {
            case (nil, _): .noOpinion
            case (true, .negative), (false, .positive): .contradicts
            default: .agrees
            }
        return ClaimedFinding(finding: name, status: status, agreement: agreement, opinion: opinion)
    }

    private static func likeliest(_ opinions: [FindingProbability]) -> FindingProbability? {
        opinions.max { $0.probability < $1.probability }
    }
}
