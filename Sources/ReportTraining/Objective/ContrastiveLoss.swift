import Foundation
package import Tensors

/// The loss between projected images z (N, D) and texts t (N, D) of unit length; row i of each belongs to study i.
///
/// With s_ij = z_i . t_j / temperature, the loss of an image anchor is
///
///     L_i = -log( exp(s_ii) / ( exp(s_ii) + sum over j != i of w_ij exp(s_ij) ) )
///
/// The weight w_ij of the negative j grows with the similarity S of the two label sets. It is 0 if the two reports state
/// the same (`ContrastiveSettings.FalseNegatives`). The loss is the mean over image anchors, or the mean of that and the
/// same over text anchors. With S = 0 it is InfoNCE, with binary S and beta 1 WCL's loss.
package struct ContrastiveLoss: Sendable {
    package let settings: ContrastiveSettings

    package init(_ settings: ContrastiveSettings) { self.settings = settings }

    /// The parts of a study that decide its weights: its labels and what its report states.
    package struct Study: Equatable, Sendable {
        let labels: LabelVector
        let content: ReportContent
    }

    /// Additional negatives: rows z and t (M, D) of past batches, with their studies.
    package struct Negatives {
        let images: Tensor
        let texts: Tensor
        let studies: [Study]
    }

    /// The scalar loss; `studies` has one entry per row.
    package func callAsFunction(
        images: Tensor, texts: Tensor, studies: [Study], negatives: Negatives? = nil
    ) -> Tensor {
        let loss = lossOfLogits(studies, studies + (negatives?.studies ?? []))
        func direction(_ anchors: Tensor, _ own: Tensor, _ queued: Tensor?) -> Tensor {
            let candidates = queued.map { concatenated([own, $0]) } ?? own
            return loss(matmul(anchors, candidates, transposeB: true) * (1 / settings.temperature))
        }
        let image = direction(images, texts, negatives?.texts)
        guard settings.direction == .symmetric else { return image }
        return (image + direction(texts, images, negatives?.images)) * 0.5
    }

    /// Maps logits (N, N + M) to the loss. Both directions share the weights, which do not depend on which side is the
    /// anchor.
    private func lossOfLogits(_ rows: [Study], _ columns: [Study]) -> (Tensor) -> Tensor {
        if settings.softPositives {
            let targets = softTargets(rows, columns)
            return { softCrossEntropy($0, targets: targets) }
        }
        let weights = weights(rows, columns)
        return { contrastiveLoss($0, weights: weights) }
    }

    /// ln w for each anchor (row) and candidate (column).
    func weights(_ rows: [Study], _ columns: [Study]) -> ContrastWeights {
        let isNegative = rows.enumerated().flatMap { row, anchor in
            columns.enumerated().map { column, other in
                row != column && (settings.falseNegatives == .keep || anchor.content != other.content)
            }
        }
        var similarities = similarities(rows, columns)
        if settings.control == .constantWeight {
            let kept = zip(similarities, isNegative).filter(\.1).map(\.0)
            let mean = kept.reduce(0, +) / Float(max(kept.count, 1))
            similarities = similarities.map { _ in mean }
        }
        let logarithms = zip(similarities, isNegative).map { similarity, isNegative in
            isNegative ? Self.logWeight(similarity, settings) : -.infinity
        }
        return ContrastWeights(
            logarithms: logarithms, hardness: settings.weight == .hcl ? settings.hardness : 0,
            isMassNormalised: settings.massNormalised || settings.weight == .hcl)
    }

    private func similarities(_ rows: [Study], _ columns: [Study]) -> [Float] {
        LabelSimilarity.matrix(rows.map(\.labels), columns.map(\.labels), settings.similarity)
    }

    private static func logWeight(_ similarity: Float, _ settings: ContrastiveSettings) -> Float {
        switch settings.weight {
        case .linear: log1p(settings.beta * similarity)
        case .exp, .hcl: settings.beta * similarity
        }
    }

    /// softmax(S / temperature) by row, where S of a study with itself is 1: the logits' softmax if every cosine between an
    /// image and a text were equal to their label similarity.
    private func softTargets(_ rows: [Study], _ columns: [Study]) -> [Float] {
        var similarities = similarities(rows, columns)
        for row in rows.indices { similarities[row * columns.count + row] = 1 }
        let logits = Tensor(similarities.map { $0 / settings.temperature }, shape: [rows.count, columns.count])
        return softmax(logits).array()
    }
}
