/// Precision, recall and F1 of claimed findings. A score with a zero denominator is 0, as with scikit-learn's
/// `zero_division=0`.
package struct PrecisionRecall: Codable, Sendable, Equatable {
    package let precision: Double
    package let recall: Double
    package let f1: Double

    init(truePositives: Int, claimed: Int, labelled: Int) {
        precision = claimed == 0 ? 0 : Double(truePositives) / Double(claimed)
        recall = labelled == 0 ? 0 : Double(truePositives) / Double(labelled)
        f1 = claimed + labelled == 0 ? 0 : 2 * Double(truePositives) / Double(claimed + labelled)
    }

    init(precision: Double, recall: Double, f1: Double) {
        self.precision = precision
        self.recall = recall
        self.f1 = f1
    }
}

/// How well the findings claimed by drafts agree with the labels.
package struct FindingScores: Sendable, Equatable {
    /// All claims of all findings counted together.
    package let micro: PrecisionRecall
    /// Unweighted mean over the findings; findings that do not occur count as 0.
    package let macro: PrecisionRecall

    /// Takes the claimed and the labelled findings of each case, as numbers below `findingCount`.
    package init(claimed: [Set<Int>], labelled: [Set<Int>], findingCount: Int) {
        var truePositives = [Int](repeating: 0, count: findingCount)
        var claims = truePositives
        var labels = truePositives
        for (claim, label) in zip(claimed, labelled) {
            for finding in claim { claims[finding] += 1 }
            for finding in label { labels[finding] += 1 }
            for finding in claim.intersection(label) { truePositives[finding] += 1 }
        }
        micro = PrecisionRecall(
            truePositives: truePositives.reduce(0, +), claimed: claims.reduce(0, +), labelled: labels.reduce(0, +))
        let each = (0..<findingCount).map {
            PrecisionRecall(truePositives: truePositives[$0], claimed: claims[$0], labelled: labels[$0])
        }
        func mean(_ value: (PrecisionRecall) -> Double) -> Double {
            each.reduce(0) { $0 + value($1) } / Double(max(findingCount, 1))
        }
        macro = PrecisionRecall(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
    }
}
