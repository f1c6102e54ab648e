import Foundation

/// Maps the finding head's logit for a label to a probability; fitted on films that did not train the network.
///
/// A probability is right for pictures that have the findings as often as those films had them (`prevalences`).
package enum Calibration: Codable, Sendable, Equatable {
    /// The logistic function of `slope * logit + intercept`, with an intercept for each label. All intercepts 0 is
    /// temperature scaling (Guo et al., ICML 2017), all intercepts equal is Platt's scaling (1999).
    case logistic(slope: Double, intercepts: [Double])
    /// A step for all labels: the value of the last edge that the logit reaches (isotonic regression, Zadrozny and Elkan,
    /// KDD 2002). Both ascend, and values are within 0...1.
    case isotonic(edges: [Double], values: [Double])

    /// No change: the logistic function of the logit.
    package static func none(labels: Int) -> Calibration {
        .logistic(slope: 1, intercepts: [Double](repeating: 0, count: labels))
    }

    /// The probability of a label, within 0...1.
    package func probability(logit: Double, label: Int) -> Double {
        switch self {
        case .logistic(let slope, let intercepts): 1 / (1 + exp(-(slope * logit + intercepts[label])))
        case .isotonic(let edges, let values): values[edges.lastIndex { $0 <= logit } ?? 0]
        }
    }

    /// Returns what is inconsistent for a number of labels, or nil.
    func fault(labels: Int) -> String? {
        switch self {
        case .logistic(let slope, let intercepts):
            if intercepts.count != labels {
                return "the calibration has \(intercepts.count) intercepts for \(labels) labels"
            }
            let isUsable = slope.isFinite && slope > 0 && intercepts.allSatisfy(\.isFinite)
            return isUsable ? nil : "the calibration does not ascend"
        case .isotonic(let edges, let values):
            let ascends = { (numbers: [Double]) in zip(numbers, numbers.dropFirst()).allSatisfy { $0 <= $1 } }
            let isUsable =
                !edges.isEmpty && edges.count == values.count && ascends(edges) && ascends(values)
                && values.allSatisfy { (0...1).contains($0) }
            return isUsable ? nil : "the calibration does not ascend"
        }
    }
}
