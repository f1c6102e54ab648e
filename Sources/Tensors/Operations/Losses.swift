import CKernels

/// Cross-entropy: mean of -log softmax(logits)[target] over the targets other than `ignored`, with logits (..., V) and
/// one target per row. Zero if every target is ignored.
package func crossEntropy(_ logits: Tensor, targets: [Int32], ignoring ignored: Int32) -> Tensor {
    let (rows, cols) = (logits.rowCount, logits.lastSize)
    precondition(targets.count == rows, "\(targets.count) targets for \(rows) rows of logits")
    precondition(
        targets.allSatisfy { $0 == ignored || ($0 >= 0 && Int($0) < cols) }, "a target outside \(cols) classes")
    let share = 1 / Float(max(1, targets.count { $0 != ignored }))
    let dLogits = Tensor(uninitialized: logits.shape)
    let total = ck_cross_entropy(logits.pointer, targets, ignored, share, dLogits.pointer, rows, cols)
    return Tensor([Float(total) * share], shape: [1]).recorded(from: [logits]) { dy in
        logits.gradient?.add(dLogits * dy.scalar)
    }
}

/// Mean binary cross-entropy of sigmoid(logits), weighted by the mask, over the entries with a nonzero mask.
///
/// Logits, targets (0 ... 1) and mask are (B, C); `positiveWeights` (C) scales the positive term, as PyTorch's
/// `pos_weight`.
package func binaryCrossEntropy(
    _ logits: Tensor, targets: [Float], positiveWeights: [Float]? = nil, mask: [Float]? = nil
) -> Tensor {
    let (rows, cols) = (logits.rowCount, logits.lastSize)
    let weights = mask ?? [Float](repeating: 1, count: logits.count)
    let positive = positiveWeights ?? [Float](repeating: 1, count: cols)
    precondition(
        targets.count == logits.count && weights.count == logits.count && positive.count == cols,
        "\(targets.count) targets, \(weights.count) mask entries, \(positive.count) weights for logits \(logits.shape)")
    let weightSum = weights.reduce(0, +)
    let share = weightSum > 0 ? 1 / weightSum : 0
    let dLogits = Tensor(uninitialized: logits.shape)
    let total = ck_binary_cross_entropy(
        logits.pointer, targets, weights, positive, share, dLogits.pointer, rows, cols)
    return Tensor([Float(total) * share], shape: [1]).recorded(from: [logits]) { dy in
        logits.gradient?.add(dLogits * dy.scalar)
    }
}
