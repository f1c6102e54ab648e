import FindingLabels

/// How the finding head's labels appear in a report: as CheXpert findings or, for labels CheXpert lacks, as a stem of
/// the words that name them.
enum HeadLabels {
    /// ChestX-ray14 labels mapped to CheXpert findings; a label with a CheXpert name maps to itself. CheXpert counts
    /// "fibrosis" as Pleural Other, so the labeler reports a sentence about it there.
    private static let names: [String: Finding] = [
        "effusion": .pleuralEffusion, "infiltration": .lungOpacity, "mass": .lungLesion, "nodule": .lungLesion,
        "pleural thickening": .pleuralOther, "fibrosis": .pleuralOther,
    ]

    /// The CheXpert finding that a label belongs to, or nil.
    static func finding(of label: String) -> Finding? {
        let name = readable(label)
        return names[name] ?? Finding.allCases.first { $0.rawValue.lowercased() == name }
    }

    /// Human-readable form of a label.
    static func readable(_ label: String) -> String { label.replacing("_", with: " ").lowercased() }

    /// The subtypes of a finding in CheXpert's hierarchy (Irvin et al. 2019, figure 1).
    static let kinds: [Finding: [Finding]] = [
        .lungOpacity: [.edema, .consolidation, .pneumonia, .lungLesion, .atelectasis],
        .consolidation: [.pneumonia],
        .enlargedCardiomediastinum: [.cardiomegaly],
    ]
}

/// The finding head's estimates, indexed by what sentences can claim.
struct HeadOpinions {
    private let byFinding: [Finding: [FindingProbability]]
    /// Estimates for labels that CheXpert does not have.
    let others: [FindingProbability]
    /// Estimates of findings that are present or possible, with the finding each belongs to.
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

    /// Compares a claim with the head.
    ///
    /// A positive claim is supported by the finding or any subtype of it that is present; one that is only possible
    /// contradicts it. A negative claim is contradicted only by the finding itself, since "no focal opacity" is compatible
    /// with edema. An uncertain claim agrees with every degree.
    func claim(_ finding: Finding, _ status: FindingStatus) -> ClaimedFinding {
        let own = byFinding[finding] ?? []
        let kinds = status == .negative ? [] : (HeadLabels.kinds[finding] ?? []).flatMap { byFinding[$0] ?? [] }
        let present = Self.likeliest((own + kinds).filter { $0.degree == .present })
        let likely = present ?? Self.likeliest((own + kinds).filter(\.isLikely))
        return Self.claim(finding.rawValue, status, likely ?? Self.likeliest(own))
    }

    /// Compares a claim about one of the head's own labels.
    static func claim(_ name: String, _ status: FindingStatus, _ opinion: FindingProbability?) -> ClaimedFinding {
        let agreement: HeadAgreement =
            switch (opinion?.degree, status) {
            case (nil, _): .noOpinion
            case (.present, .negative), (.possible, .negative), (.possible, .positive), (.absent, .positive):
                .contradicts
            default: .agrees
            }
        return ClaimedFinding(finding: name, status: status, agreement: agreement, opinion: opinion)
    }

    private static func likeliest(_ opinions: [FindingProbability]) -> FindingProbability? {
        opinions.max { $0.probability < $1.probability }
    }
}
