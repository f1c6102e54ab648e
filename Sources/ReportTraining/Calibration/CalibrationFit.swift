import Foundation
import ReportGeneration

/// A kind of calibration that can be fitted.
enum CalibrationMethod: String, CaseIterable, Sendable {
    /// The head's own probabilities.
    case none
    /// One slope.
    case temperature
    /// One slope and one intercept.
    case platt
    /// One slope and an intercept for each label, with a prior that keeps it near the common intercept.
    case plattByLabel
    case isotonic

    /// Standard deviation of a label's intercept around the common one, in logits.
    private static let interceptDeviation = 1.0
    private static let rounds = 200

    /// The calibration with the highest likelihood, or posterior for `plattByLabel`.
    func fit(_ cases: CalibrationCases) -> Calibration {
        switch self {
        case .none: .none(labels: cases.labels)
        case .isotonic: Self.isotonic(cases)
        case .temperature, .platt, .plattByLabel: logistic(cases)
        }
    }

    /// Newton's method on one parameter after the other; the loss is convex in all of them.
    private func logistic(_ cases: CalibrationCases) -> Calibration {
        var (slope, common) = (1.0, 0.0)
        var offsets = [Double](repeating: 0, count: cases.labels)
        let all = cases.all
        /// One step for a parameter with these derivatives of the linear predictor.
        func step(_ derivative: (CalibrationCases.Case) -> Double, prior: (gradient: Double, curvature: Double))
            -> Double
        {
            var (gradient, curvature) = prior
            for one in all {
                let factor = derivative(one)
                guard factor != 0 else { continue }
                let p = 1 / (1 + exp(-(slope * one.logit + common + offsets[one.label])))
                gradient += (p - (one.isPositive ? 1 : 0)) * factor
                curvature += p * (1 - p) * factor * factor
            }
            return max(-1, min(1, gradient / max(curvature, 1e-9)))
        }
        for _ in 0..<Self.rounds {
            slope = max(1e-3, slope - step({ $0.logit }, prior: (0, 0)))
            guard self != .temperature else { continue }
            common -= step({ _ in 1 }, prior: (0, 0))
            guard self == .plattByLabel else { continue }
            let precision = 1 / (Self.interceptDeviation * Self.interceptDeviation)
            for label in offsets.indices {
                let prior = (offsets[label] * precision, precision)
                offsets[label] -= step({ $0.label == label ? 1 : 0 }, prior: prior)
            }
        }
        return .logistic(slope: slope, intercepts: offsets.map { $0 + common })
    }

    /// Pool adjacent violators, over the cases of all labels.
    private static func isotonic(_ cases: CalibrationCases) -> Calibration {
        struct Block {
            var edge: Double
            var sum: Double
            var count: Double
            var value: Double { sum / count }
        }
        // Equal logits start as one block, so that they get one probability.
        let ties = Dictionary(grouping: cases.all, by: \.logit)
        var blocks: [Block] = []
        for (logit, cases) in ties.sorted(by: { $0.key < $1.key }) {
            blocks.append(
                Block(edge: logit, sum: Double(cases.count { $0.isPositive }), count: Double(cases.count)))
            while blocks.count > 1, blocks[blocks.count - 2].value >= blocks[blocks.count - 1].value {
                let last = blocks.removeLast()
                blocks[blocks.count - 1].sum += last.sum
                blocks[blocks.count - 1].count += last.count
            }
        }
        return .isotonic(edges: blocks.map(\.edge), values: blocks.map(\.value))
    }
}
