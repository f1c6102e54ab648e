import Foundation

/// Weights of the negatives in `contrastiveLoss`.
package struct ContrastWeights: Sendable {
    /// ln w (N, M); -infinity excludes a candidate. The diagonal (i, i) is ignored: the positive pair has weight 1.
    package let logarithms: [Float]
    /// Hardness b: each weight is multiplied by exp(b s), where s is the candidate's logit; 0 leaves the weights
    /// unchanged.
    package let hardness: Float
    /// Whether a row's weights are rescaled so that they sum to its number of negatives.
    package let isMassNormalised: Bool

    package init(logarithms: [Float], hardness: Float = 0, isMassNormalised: Bool = false) {
        self.logarithms = logarithms
        self.hardness = hardness
        self.isMassNormalised = isMassNormalised
    }
}

/// Mean over rows of -log( exp(s_ii) / ( exp(s_ii) + sum over j != i of w_ij exp(s_ij) ) ), logits s (N, M), N <= M.
///
/// ln w is added to the logits, and each log-sum-exp is shifted by its maximum, so it is stable for large logits. A row
/// without negatives has zero loss. With hardness above zero the weights depend on the logits and are differentiated
/// too.
package func contrastiveLoss(_ logits: Tensor, weights: ContrastWeights) -> Tensor {
    let (rows, cols) = (logits.rowCount, logits.lastSize)
    precondition(
        rows <= cols && weights.logarithms.count == logits.count,
        "\(weights.logarithms.count) weights for logits \(logits.shape)")
    let values = logits.array().map(Double.init)
    var slopes = [Double](repeating: 0, count: values.count)
    var total = 0.0
    for i in 0..<rows {
        let row = i * cols..<(i + 1) * cols
        total += ContrastRow(values[row], weights, weights.logarithms[row], own: i).evaluate(into: &slopes[row])
    }
    let dLogits = Tensor(slopes.map { Float($0 / Double(rows)) }, shape: logits.shape)
    return Tensor([Float(total / Double(rows))], shape: [1]).recorded(from: [logits]) { dy in
        logits.gradient?.add(dLogits * dy.scalar)
    }
}

/// One anchor against all candidates, in double precision.
private struct ContrastRow {
    private let own: Double
    private let ownIndex: Int
    private let hardness: Double
    private let isMassNormalised: Bool
    /// Column, logit s and weighted logit u = ln w + b s of each negative.
    private let negatives: [(column: Int, logit: Double, weight: Double)]

    init(_ logits: ArraySlice<Double>, _ weights: ContrastWeights, _ logarithms: ArraySlice<Float>, own: Int) {
        let b = Double(weights.hardness)
        self.own = logits[logits.startIndex + own]
        ownIndex = own
        hardness = b
        isMassNormalised = weights.isMassNormalised
        negatives = zip(logits, logarithms).enumerated().compactMap { column, entry in
            guard column != own, entry.1 > -.infinity else { return nil }
            return (column, entry.0, Double(entry.1) + b * entry.0)
        }
    }

    /// Returns the row's loss and writes its derivatives with respect to the logits to `slopes`.
    func evaluate(into slopes: inout ArraySlice<Double>) -> Double {
        guard !negatives.isEmpty else { return 0 }
        let pull = SoftMaximum(negatives.map { $0.weight + $0.logit })
        let mass = SoftMaximum(negatives.map(\.weight))
        let shift = isMassNormalised ? log(Double(negatives.count)) - mass.value : 0
        // log(1 + exp(d)), where d is the log-sum-exp of the negatives minus the logit of the positive.
        let d = pull.value + shift - own
        let share = 1 / (1 + exp(-d))
        slopes[slopes.startIndex + ownIndex] = -share
        for (index, negative) in negatives.enumerated() {
            let scaling = isMassNormalised ? hardness * mass.shares[index] : 0
            slopes[slopes.startIndex + negative.column] = share * ((1 + hardness) * pull.shares[index] - scaling)
        }
        return max(d, 0) + log1p(exp(-abs(d)))
    }
}

/// log(sum(exp(x))) and its derivatives exp(x) / sum(exp(x)).
private struct SoftMaximum {
    let value: Double
    let shares: [Double]

    init(_ values: [Double]) {
        let largest = values.max() ?? 0
        let powers = values.map { exp($0 - largest) }
        let sum = powers.reduce(0, +)
        value = largest + log(sum)
        shares = powers.map { $0 / sum }
    }
}

/// Mean over rows of -sum over j of y_ij log softmax(s_i)_j; logits s and targets y are (N, M), a row of y sums to 1.
package func softCrossEntropy(_ logits: Tensor, targets: [Float]) -> Tensor {
    let (rows, cols) = (logits.rowCount, logits.lastSize)
    precondition(targets.count == logits.count, "\(targets.count) targets for logits \(logits.shape)")
    let values = logits.array().map(Double.init)
    var slopes: [Float] = []
    var total = 0.0
    for i in 0..<rows {
        let row = i * cols..<(i + 1) * cols
        let normal = SoftMaximum(Array(values[row]))
        for (index, target) in zip(row, targets[row]) {
            total += Double(target) * (normal.value - values[index])
            slopes.append(Float((normal.shares[index - row.lowerBound] - Double(target)) / Double(rows)))
        }
    }
    let dLogits = Tensor(slopes, shape: logits.shape)
    return Tensor([Float(total / Double(rows))], shape: [1]).recorded(from: [logits]) { dy in
        logits.gradient?.add(dLogits * dy.scalar)
    }
}
