import FindingLabels
import ReportMetrics

/// Evaluation rules, fixed before any test score was seen.
package enum EvaluationPolicy {
    /// Minimum number of films with a finding, and of films without it, for the finding to enter a macro-AUC.
    package static let minimumPositives = 5
    /// Number of bootstrap resamples of the patients for each interval.
    package static let resamples = 1000
    static let bootstrapSeed: UInt64 = 20_170_721

    /// Positions of the findings that enter the macro-AUC of these studies.
    package static func countedFindings(_ studies: [TrainingStudy]) -> [Int] {
        (studies.first?.labels ?? []).indices.filter { finding in
            let positives = studies.count { $0.labels[finding] == .positive }
            return positives >= minimumPositives && studies.count - positives >= minimumPositives
        }
    }

    /// Mean AUC over `countedFindings`; nil if there are none. `scores` has a value for each label of each study.
    static func macroAUC(scores: [[Float]], studies: [TrainingStudy]) -> Double? {
        let counted = countedFindings(studies)
        return macroAUC(scores: scores, studies: studies, counted: counted, cases: Array(studies.indices))
    }

    /// Mean AUC over the selected studies, with repeats, for a fixed list of findings; a finding with only one class in
    /// the selection is left out.
    static func macroAUC(
        scores: [[Float]], studies: [TrainingStudy], counted: [Int], cases: [Int]
    ) -> Double? {
        let areas = counted.compactMap { auc(scores: scores, studies: studies, finding: $0, cases: cases) }
        return areas.isEmpty ? nil : areas.reduce(0, +) / Double(areas.count)
    }

    static func auc(scores: [[Float]], studies: [TrainingStudy], finding: Int, cases: [Int]) -> Double? {
        AreaUnderCurve.score(
            cases.map { scores[$0][finding] }, positive: cases.map { studies[$0].labels[finding] == .positive })
    }

    /// Positions grouped by patient for the bootstrap, limited to the given positions.
    static func groups(_ patients: [String], only included: [Int]? = nil) -> [[Int]] {
        Dictionary(grouping: included ?? Array(patients.indices)) { patients[$0] }
            .sorted { PatientSplit.precedes($0.key, $1.key) }.map(\.value)
    }
}
