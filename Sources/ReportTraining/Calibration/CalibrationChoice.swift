import Foundation
package import ReportGeneration

/// A bundle's calibration and thresholds, fitted on films that did not train the network.
package struct CalibrationChoice: Sendable, Equatable {
    package let calibration: Calibration
    /// For each label, the probability from which it is at least possible.
    package let thresholds: [Float]
    /// For each label, the probability from which it is present.
    package let presentThresholds: [Float]
    /// For each label, the share of the films that have it.
    package let prevalences: [Double]
    /// Mean logarithmic loss of each method on films that it was not fitted on.
    let losses: [CalibrationMethod: Double]

    /// A finding is present if that is more likely than not, and possible from one film in five. With calibrated
    /// probabilities these limits mean the same for frequent and for rare findings.
    private static let (possible, present): (Float, Float) = (0.2, 0.5)
    /// Number of parts of the fold; each is scored with what was fitted on the others.
    private static let partCount = 10
    /// The loss keeps probabilities this far from 0 and 1, so that one film does not decide it.
    private static let margin = 1e-3

    /// Fits every method on nine tenths of the patients and scores it on the others, ten times; chooses the method with the
    /// lowest loss, and fits it on all of them.
    ///
    /// - Parameter scores: the finding head's logits for each label of each study.
    package init(scores: [[Float]], studies: [TrainingStudy]) {
        let cases = CalibrationCases(scores: scores, studies: studies)
        let losses = Dictionary(
            uniqueKeysWithValues: CalibrationMethod.allCases.map { ($0, Self.loss(of: $0, on: cases)) })
        let order = CalibrationMethod.allCases
        let best = order.min { (losses[$0] ?? .infinity) < (losses[$1] ?? .infinity) } ?? .none
        let calibration = best.fit(cases)
        self.losses = losses
        self.calibration = calibration
        prevalences = cases.prevalences
        thresholds = [Float](repeating: Self.possible, count: cases.labels)
        presentThresholds = [Float](repeating: Self.present, count: cases.labels)
    }

    private static func loss(of method: CalibrationMethod, on cases: CalibrationCases) -> Double {
        let parts = cases.parts(partCount)
        var (sum, count) = (0.0, 0.0)
        for (number, part) in parts.enumerated() {
            let others = parts.indices.filter { $0 != number }.flatMap { parts[$0] }
            guard !part.isEmpty, !others.isEmpty else { continue }
            let calibration = method.fit(cases.at(others))
            for one in cases.at(part).all {
                let p = min(max(calibration.probability(logit: one.logit, label: one.label), margin), 1 - margin)
                sum -= log(one.isPositive ? p : 1 - p)
                count += 1
            }
        }
        return count == 0 ? .infinity : sum / count
    }
}
