import NeuralNetwork
package import ReportMetrics

/// How well the finding head ranks the films of one fold.
package struct FindingEvaluation: Codable, Sendable, Equatable {
    /// One finding over all films of the fold.
    package struct Row: Codable, Sendable, Equatable {
        package let finding: String
        package let positives: Int
        /// Whether the finding enters the macro-AUC.
        package let isCounted: Bool
        /// Nil when all films are alike in it.
        package let auc: Estimate?
    }

    /// Macro-AUC of a group of films.
    package struct Group: Codable, Sendable, Equatable {
        package let name: String
        package let films: Int
        /// The findings the mean is over.
        package let counted: [String]
        package let macroAUC: Estimate?

        /// Better than chance by more than the interval.
        package var isBetterThanChance: Bool { (macroAUC?.low ?? 0) > 0.5 }
    }

    package let rows: [Row]
    /// All films, AP films alone, PA films alone, films with at least one finding alone.
    package let groups: [Group]

    /// `scores` has the head's 14 values (logits or probabilities) for each film.
    init(scores: [[Float]], records: [NIHRecord], resamples: Int) {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "findings")
        let everyone = EvaluationPolicy.groups(records)
        let counted = Set(EvaluationPolicy.countedFindings(records))
        rows = ChestFinding.allCases.map { finding in
            Row(
                finding: finding.displayName, positives: records.count { $0.findings.contains(finding) },
                isCounted: counted.contains(finding),
                auc: Bootstrap.estimate(groups: everyone, resamples: resamples, using: &generator) { cases in
                    EvaluationPolicy.auc(scores: scores, records: records, finding: finding, cases: cases)
                })
        }
        func group(_ name: String, where isIncluded: (NIHRecord) -> Bool) -> Group {
            let counted = EvaluationPolicy.countedFindings(records.filter(isIncluded))
            let patients = EvaluationPolicy.groups(records, where: isIncluded)
            return Group(
                name: name, films: patients.reduce(0) { $0 + $1.count }, counted: counted.map(\.displayName),
                macroAUC: Bootstrap.estimate(groups: patients, resamples: resamples, using: &generator) { cases in
                    EvaluationPolicy.macroAUC(scores: scores, records: records, counted: counted, cases: cases)
                })
        }
        groups = [
            group("all films") { _ in true },
            group("AP films alone") { $0.view == .ap },
            group("PA films alone") { $0.view == .pa },
            // Telling the sick from the well is easy by how a film was made; telling findings apart is not.
            group("films with findings alone") { !$0.findings.isEmpty },
        ]
    }
}
