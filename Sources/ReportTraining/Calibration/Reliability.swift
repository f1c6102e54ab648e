import FindingLabels
import Foundation
import NeuralNetwork
package import ReportMetrics

/// How well probabilities agree with how often findings are present, over all labels of a fold.
package struct Reliability: Codable, Sendable, Equatable {
    /// Cases whose probabilities are in the same tenth of 0...1.
    package struct Bin: Codable, Sendable, Equatable {
        package let cases: Int
        /// Mean probability of the cases.
        package let probability: Double
        /// Share of the cases with the finding.
        package let found: Double
    }

    /// Bins with at least one case, in order of probability.
    package let bins: [Bin]
    /// Expected calibration error: the mean of |probability - found| over the bins, weighted by their cases (Guo et al.,
    /// ICML 2017), with its interval over the patients.
    package let error: Estimate?
    /// Mean squared difference between probability and label (Brier 1950).
    package let brier: Estimate?

    private static let binCount = 10

    /// `probabilities` has a value for each label of each study; uncertain labels are left out.
    init(_ probabilities: [[Double]], studies: [TrainingStudy], resamples: Int) {
        precondition(
            probabilities.count == studies.count, "probabilities of \(probabilities.count) studies of \(studies.count)")
        let cases = zip(probabilities, studies).map { probabilities, study in
            study.labels.indices.filter { study.labels[$0] != .uncertain }.map {
                Case(probability: probabilities[$0], isFound: study.labels[$0] == .positive)
            }
        }
        bins = Self.bins(cases.flatMap { $0 })
        var generator = RandomGenerator(seed: EvaluationPolicy.bootstrapSeed, name: "reliability")
        let groups = EvaluationPolicy.groups(studies.map(\.patient))
        error = Bootstrap.estimate(groups: groups, resamples: resamples, using: &generator) { films in
            Self.error(Self.bins(films.flatMap { cases[$0] }))
        }
        brier = Bootstrap.estimate(groups: groups, resamples: resamples, using: &generator) { films in
            let all = films.flatMap { cases[$0] }
            guard !all.isEmpty else { return nil }
            return all.reduce(0) { $0 + pow($1.probability - ($1.isFound ? 1 : 0), 2) } / Double(all.count)
        }
    }

    private struct Case {
        let probability: Double
        let isFound: Bool
    }

    private static func bins(_ cases: [Case]) -> [Bin] {
        var parts = [[Case]](repeating: [], count: binCount)
        for one in cases { parts[min(Int(one.probability * Double(binCount)), binCount - 1)].append(one) }
        return parts.compactMap { part in
            guard !part.isEmpty else { return nil }
            let count = Double(part.count)
            return Bin(
                cases: part.count, probability: part.reduce(0) { $0 + $1.probability } / count,
                found: Double(part.count { $0.isFound }) / count)
        }
    }

    private static func error(_ bins: [Bin]) -> Double? {
        let cases = bins.reduce(0) { $0 + $1.cases }
        guard cases > 0 else { return nil }
        return bins.reduce(0) { $0 + Double($1.cases) * abs($1.probability - $1.found) } / Double(cases)
    }
}
