import Foundation
package import ReportGeneration

/// A bundle's calibration with the thresholds that go by it, from films that trained nothing.
package struct CalibrationChoice: Sendable, Equatable {
    package let calibration: Calibration
    /// For each label, the probability from which it is at least possible, and from which it is present.
    package let thresholds: [Float]
    package let presentThresholds: [Float]
    package let prevalences: [Double]
    /// The mean logarithmic loss of each method on films that it was not fitted on.
    let losses: [CalibrationMethod: Double]

    /// A finding is present if that is more likely than not, and possible if it is there in one film of five: with a calibrated
    /// probability, limits that say what they mean, for frequent findings and rare ones.
    private static let (possible, present): (Float, Float) = (0.2, 0.5)
    /// Parts of the fold, each judged by what was fitted on the others.
    private static let partCount = 10
    /// Probabilities are kept this far from 0 and 1 for the loss, so that one film does not decide.
    private static let margin = 1e-3

    /// Fits every method on nine tenths of the patients and judges it on the others, ten times; takes the one with the
    /// lowest loss, and fits it on all.
    ///
    /// - Parameter scores: the head's logits for each label of each study.
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
