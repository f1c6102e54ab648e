package import FindingLabels

/// Clinical efficacy: how well the findings in drafts agree with those in their references, both labelled by
/// `FindingLabeler`.
///
/// Published figures differ more by averaging and by the treatment of uncertain labels than by method. All variants are
/// therefore computed, with names that identify them: `CE-macro14-u0-f1`. They are not comparable with figures of other
/// labelers.
package enum ClinicalEfficacy {
    /// How uncertain labels are counted.
    package enum UncertainPolicy: String, CaseIterable, Codable, Sendable {
        /// As not positive (R2Gen, R2GenCMN).
        case u0
        /// As positive (WCL, ORGan).
        case u1

        func isPositive(_ status: FindingStatus) -> Bool {
            switch status {
            case .positive: true
            case .uncertain: self == .u1
            case .negative, .unmentioned: false
            }
        }
    }

    /// How the 14 labels of many reports are averaged.
    package enum Average: String, CaseIterable, Codable, Sendable {
        /// Unweighted mean over the 14 labels.
        case macro14
        /// All labels of all reports counted together.
        case micro14
        /// Mean over the reports (example-based).
        case example14
    }

    /// The positive labels of one pair under both policies; any selection of pairs can be scored.
    package struct Statistics: Sendable, Equatable {
        private var claimed: [UncertainPolicy: Set<Int>] = [:]
        private var labelled: [UncertainPolicy: Set<Int>] = [:]

        /// Labels of a candidate and of its reference.
        package init(candidate: LabelledReport, reference: LabelledReport) {
            for policy in UncertainPolicy.allCases {
                claimed[policy] = Self.positives(of: candidate, policy)
                labelled[policy] = Self.positives(of: reference, policy)
            }
        }

        private static func positives(of report: LabelledReport, _ policy: UncertainPolicy) -> Set<Int> {
            Set(Finding.allCases.indices.filter { policy.isPositive(report[Finding.allCases[$0]]) })
        }

        fileprivate func sets(_ policy: UncertainPolicy) -> (claimed: Set<Int>, labelled: Set<Int>) {
            (claimed[policy] ?? [], labelled[policy] ?? [])
        }
    }

    /// The scores of a set of pairs under one policy.
    package struct Scores: Sendable, Equatable {
        package let averages: [Average: PrecisionRecall]
        /// Scores for each finding.
        package let labels: [Finding: PrecisionRecall]
    }

    /// Precision, recall and F1 as scikit-learn computes them with `zero_division=0` and the averages `macro`, `micro`
    /// and `samples`; all 0 for an empty set.
    package static func score(_ pairs: some Sequence<Statistics>, policy: UncertainPolicy) -> Scores {
        let sets = pairs.map { $0.sets(policy) }
        var labels: [Finding: PrecisionRecall] = [:]
        for (number, finding) in Finding.allCases.enumerated() {
            labels[finding] = PrecisionRecall(
                truePositives: sets.count { $0.claimed.contains(number) && $0.labelled.contains(number) },
                claimed: sets.count { $0.claimed.contains(number) },
                labelled: sets.count { $0.labelled.contains(number) })
        }
        let all = FindingScores(
            claimed: sets.map(\.claimed), labelled: sets.map(\.labelled), findingCount: Finding.allCases.count)
        let examples = sets.map { claimed, labelled in
            PrecisionRecall(
                truePositives: claimed.intersection(labelled).count, claimed: claimed.count, labelled: labelled.count)
        }
        func mean(_ value: (PrecisionRecall) -> Double) -> Double {
            examples.reduce(0) { $0 + value($1) } / Double(max(examples.count, 1))
        }
        let example = PrecisionRecall(precision: mean(\.precision), recall: mean(\.recall), f1: mean(\.f1))
        return Scores(averages: [.macro14: all.macro, .micro14: all.micro, .example14: example], labels: labels)
    }

    /// All averages under both policies by full name, such as `CE-macro14-u0-f1`.
    package static func named(_ pairs: some Collection<Statistics>) -> [String: Double] {
        var values: [String: Double] = [:]
        for policy in UncertainPolicy.allCases {
            for (average, score) in score(pairs, policy: policy).averages {
                let name = name(average, policy)
                values[name + "-precision"] = score.precision
                values[name + "-recall"] = score.recall
                values[name + "-f1"] = score.f1
            }
        }
        return values
    }

    /// Name prefix of a score, such as `CE-macro14-u0`.
    package static func name(_ average: Average, _ policy: UncertainPolicy) -> String {
        "CE-\(average.rawValue)-\(policy.rawValue)"
    }
}
