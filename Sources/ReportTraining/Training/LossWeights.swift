import FindingLabels
/// Weights of studies and positives in the finding loss.
struct LossWeights {
    /// Number of negatives per positive for each finding, at least 1 and at most the configured limit; 1 for a finding
    /// that does not occur in the training fold.
    let positive: [Float]
    private let groups: [String: Float]

    /// All groups have the same total weight. Otherwise the view of a film, which any network recognises easily, would
    /// be the best predictor of findings. A finding that a report does not mention counts as absent; an uncertain one
    /// is ignored (U-Ignore of Irvin et al., AAAI 2019).
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

    /// The study's weight for each finding; without uncertain findings the average over the training fold is 1.
    func mask(_ study: TrainingStudy) -> [Float] {
        let weight = study.group.flatMap { groups[$0] } ?? 1
        return study.labels.map { $0 == .uncertain ? 0 : weight }
    }
}
