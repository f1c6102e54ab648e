/// How much films and positives count in the finding loss.
struct LossWeights {
    /// For each finding: negatives for each positive, at least 1 and at most the configured limit; 1 for a finding the
    /// training fold does not show.
    let positive: [Float]
    private let cells: [Cell: Float]

    private struct Cell: Hashable {
        let view: ViewPosition
        let isSick: Bool
    }

    /// AP and PA films, sick and not sick, weigh the same in sum: otherwise the view, which any network reads at once,
    /// would be the best guess at the findings.
    init(_ records: [NIHRecord], largestPositive: Float) {
        positive = ChestFinding.allCases.map { finding in
            let positives = Float(records.count { $0.findings.contains(finding) })
            return positives == 0 ? 1 : min(max((Float(records.count) - positives) / positives, 1), largestPositive)
        }
        let groups = Dictionary(grouping: records) { Cell(view: $0.view, isSick: !$0.findings.isEmpty) }
        cells = groups.mapValues { Float(records.count) / Float(groups.count * $0.count) }
    }

    /// The film's weight; 1 on average over the training fold.
    func film(_ record: NIHRecord) -> Float {
        cells[Cell(view: record.view, isSick: !record.findings.isEmpty)] ?? 1
    }
}
