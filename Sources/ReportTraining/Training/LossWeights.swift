import FindingLabels
/// How much studies and positives count in the finding loss.
struct LossWeights {
    /// For each finding: negatives for each positive, at least 1 and at most the configured limit; 1 for a finding the
    /// training fold does not show.
    let positive: [Float]
    private let groups: [String: Float]

    /// All groups weigh the same in sum: otherwise the view of a film, which any network reads at once, would be the best
    /// guess at the findings. A finding that no report speaks of counts as absent, an uncertain one not at all (U-Ignore
    /// of Irvin et al., AAAI 2019).
    init(_ studies: [TrainingStudy], largestPositive: Float) {
        positive = (studies.first?.labels ?? []).indices.map { index in
            let certain = studies.count { $0.labels[index] != .uncertain }
            let positives = Float(studies.count { $0.labels[index] == .positive })
            return positives == 0 ? 1 : min(max((Float(certain) - positives) / positives, 1), largestPositive)
        }
        let members = Dictionary(grouping: studies.compactMap(\.group)) { $0 }.mapValues(\.count)
        let grouped = members.values.reduce(0, +)
        groups = members.mapValues { Float(grouped) / Float(members.count * $0) }
    }

    /// The study's weight for each finding; without uncertain ones 1 on average over the training fold.
    func mask(_ study: TrainingStudy) -> [Float] {
        let weight = study.group.flatMap { groups[$0] } ?? 1
        return study.labels.map { $0 == .uncertain ? 0 : weight }
    }
}
