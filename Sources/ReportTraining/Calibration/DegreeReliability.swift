package import FindingLabels
import NeuralNetwork
import ReportGeneration
package import ReportMetrics

/// How often findings are present that a draft calls present, possible or absent: it measures the two lines at which the
/// wording of a draft changes.
package struct DegreeReliability: Codable, Sendable, Equatable {
    package let degree: FindingDegree
    /// Number of pairs of a film and a finding to which drafts give this degree. Pairs with an uncertain label are not
    /// counted.
    package let cases: Int
    /// Mean probability of the pairs that `cases` counts; nil if `cases` is 0.
    package let probability: Double?
    /// Share of the pairs that `cases` counts in which the film has the finding, with its interval over the patients; nil
    /// if `cases` is 0.
    package let found: Estimate?

    /// The three degrees, in the order present, possible, absent. `probabilities` has a value for each label of each study.
    static func all(
        _ probabilities: [[FindingProbability]], studies: [TrainingStudy], resamples: Int
    ) -> [DegreeReliability] {
        precondition(
            probabilities.count == studies.count, "probabilities of \(probabilities.count) studies of \(studies.count)")
        let groups = EvaluationPolicy.groups(studies.map(\.patient))
        return [FindingDegree.present, .possible, .absent].map { degree in
            let cases = zip(probabilities, studies).map { probabilities, study in
                study.labels.indices.filter {
                    study.labels[$0] != .uncertain && probabilities[$0].degree == degree
                }.map { (probability: probabilities[$0].probability, isFound: study.labels[$0] == .positive) }
            }
            let all = cases.flatMap { $0 }
            var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "degree \(degree.rawValue)")
            return DegreeReliability(
                degree: degree, cases: all.count,
                probability: all.isEmpty ? nil : all.reduce(0) { $0 + $1.probability } / Double(all.count),
                found: Bootstrap.estimate(groups: groups, resamples: resamples, using: &generator) { films in
                    let chosen = films.flatMap { cases[$0] }
                    return chosen.isEmpty ? nil : Double(chosen.count { $0.isFound }) / Double(chosen.count)
                })
        }
    }
}
