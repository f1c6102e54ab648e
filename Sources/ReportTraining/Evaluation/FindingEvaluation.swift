import FindingLabels
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
        /// Nil if all films have the same label.
        package let auc: Estimate?
    }

    /// Macro-AUC of a group of films.
    package struct Group: Codable, Sendable, Equatable {
        package let name: String
        package let films: Int
        /// The findings that the mean is over.
        package let counted: [String]
        package let macroAUC: Estimate?
    }

    package let rows: [Row]
    /// All films, each projection separately if known, and films with at least one finding.
    package let groups: [Group]

    /// `scores` has the head's outputs (logits or probabilities) for each label of each study.
    init(scores: [[Float]], labels: [String], studies: [TrainingStudy], resamples: Int) {
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "findings")
        let patientNames = studies.map(\.patient)
        let everyone = EvaluationPolicy.groups(patientNames)
        let counted = Set(EvaluationPolicy.countedFindings(studies))
        rows = labels.enumerated().map { finding, name in
            Row(
                finding: name, positives: studies.count { $0.labels[finding] == .positive },
                isCounted: counted.contains(finding),
                auc: Bootstrap.estimate(groups: everyone, resamples: resamples, using: &generator) { cases in
                    EvaluationPolicy.auc(scores: scores, studies: studies, finding: finding, cases: cases)
                })
        }
        func group(_ name: String, where isIncluded: (TrainingStudy) -> Bool) -> Group {
            let counted = EvaluationPolicy.countedFindings(studies.filter(isIncluded))
            let patients = EvaluationPolicy.groups(
                patientNames, only: studies.indices.filter { isIncluded(studies[$0]) })
            return Group(
                name: name, films: patients.reduce(0) { $0 + $1.count }, counted: counted.map { labels[$0] },
                macroAUC: Bootstrap.estimate(groups: patients, resamples: resamples, using: &generator) { cases in
                    EvaluationPolicy.macroAUC(scores: scores, studies: studies, counted: counted, cases: cases)
                })
        }
        let projections = ViewPosition.allCases.filter { view in studies.contains { $0.projection == view } }
        var groups = [group("all films") { _ in true }]
        for view in projections { groups.append(group("\(view.rawValue) films only") { $0.projection == view }) }
        // How a film was made easily tells abnormal from normal, but it does not tell findings apart.
        groups.append(group("films with findings only") { !$0.positives.isEmpty })
        self.groups = groups
    }
}
