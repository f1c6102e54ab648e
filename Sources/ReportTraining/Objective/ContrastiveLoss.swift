import Foundation
package import Tensors

/// The loss between projected images z (N, D) and texts t (N, D) of unit length; row i of each belongs to study i.
///
/// s_ij = z_i . t_j / temperature; a negative j of anchor i has the weight w_ij, which grows with the similarity of
/// their labels; L = mean of -log( exp(s_ii) / ( exp(s_ii) + sum over j != i of w_ij exp(s_ij) ) ) over image anchors,
/// or the mean of that and the same over text anchors. With S = 0 this is InfoNCE; with binary S and beta 1 it is WCL's
/// loss.
package struct ContrastiveLoss: Sendable {
    package let settings: ContrastiveSettings

    package init(_ settings: ContrastiveSettings) { self.settings = settings }

    /// Additional negatives: rows z and t (M, D) of past batches, with their labels.
    package struct Negatives {
        let images: Tensor
        let texts: Tensor
        let labels: [LabelVector]
    }

    /// The scalar loss; `labels` has one vector per row.
    package func callAsFunction(
        images: Tensor, texts: Tensor, labels: [LabelVector], negatives: Negatives? = nil
    ) -> Tensor {
        let candidates = labels + (negatives?.labels ?? [])
        let allTexts = negatives.map { concatenated([texts, $0.texts]) } ?? texts
        let image = oneDirection(anchors: images, candidates: allTexts, labels, candidates)
        guard settings.direction == .symmetric else { return image }
        let allImages = negatives.map { concatenated([images, $0.images]) } ?? images
        return (image + oneDirection(anchors: texts, candidates: allImages, labels, candidates)) * 0.5
    }

    private func oneDirection(
        anchors: Tensor, candidates: Tensor, _ rows: [LabelVector], _ columns: [LabelVector]
    ) -> Tensor {
        let logits = matmul(anchors, candidates, transposeB: true) * (1 / settings.temperature)
        if settings.softPositives { return softCrossEntropy(logits, targets: softTargets(rows, columns)) }
        return contrastiveLoss(logits, weights: weights(rows, columns))
    }

    /// ln w for each anchor (row) and candidate (column).
    func weights(_ rows: [LabelVector], _ columns: [LabelVector]) -> ContrastWeights {
        let similarities = LabelSimilarity.matrix(rows, columns, settings.similarity)
        let logarithms = similarities.enumerated().map { index, similarity -> Float in
            let areNormal = rows[index / columns.count].isNormal && columns[index % columns.count].isNormal
            if areNormal, settings.identicalNormals == .drop { return -.infinity }
            return Self.logWeight(similarity, settings)
        }
        return ContrastWeights(
            logarithms: logarithms, hardness: settings.weight == .hcl ? settings.hardness : 0,
            isMassNormalised: settings.massNormalised || settings.weight == .hcl)
    }

    private static func logWeight(_ similarity: Float, _ settings: ContrastiveSettings) -> Float {
        switch settings.weight {
        case .linear: log1p(settings.beta * similarity)
        case .exp, .hcl: settings.beta * similarity
        }
    }

    /// softmax(S / temperature) by row, where S of a study with itself is 1: the softmax that results if every cosine
    /// between an image and a text equals their label similarity.
    private func softTargets(_ rows: [LabelVector], _ columns: [LabelVector]) -> [Float] {
        var similarities = LabelSimilarity.matrix(rows, columns, settings.similarity)
        for row in rows.indices { similarities[row * columns.count + row] = 1 }
        let logits = Tensor(similarities.map { $0 / settings.temperature }, shape: [rows.count, columns.count])
        return softmax(logits).array()
    }
}
