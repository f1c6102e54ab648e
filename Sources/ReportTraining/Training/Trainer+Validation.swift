import NeuralNetwork
import ReportGeneration
import Tensors

extension Trainer {
    /// Results of the current weights on the validation fold.
    struct Validation {
        var textLoss = 0.0
        var findingLoss = 0.0
        /// The finding head's logits for each study.
        var scores: [[Float]] = []
        /// Nil if no finding has enough films.
        var auc: Double?
        /// Retrieval between images and texts of the fold; nil without a contrastive objective.
        var retrieval: ProjectionRetrieval?
    }

    /// Losses, finding scores and retrieval on the validation fold, with edition 0 of each report. The batches are
    /// distributed over the ranks; the result is the same on all of them.
    func validate() throws -> Validation {
        var result = Validation()
        let studies = dataset[.validation]
        let scores = Tensor(shape: [studies.count, dataset.labels.count])
        let projectionSize = objective?.settings.projectionSize ?? 0
        let images = Tensor(shape: [studies.count, projectionSize])
        let texts = Tensor(shape: [studies.count, projectionSize])
        var losses = [0.0, 0.0]
        let pass = ForwardPass.inference()
        for start in stride(from: 32 * group.rank, to: studies.count, by: 32 * group.size) {
            let chosen = Array(studies[start..<min(start + 32, studies.count)])
            let batch = try batches.batch(of: chosen, epoch: 0)
            let output = network.forward(batch.input, tokens: batch.tokens, pass)
            let share = Double(chosen.count) / Double(studies.count)
            losses[0] +=
                share * Double(crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: Token.pad).scalar)
            losses[1] +=
                share * Double(binaryCrossEntropy(output.findingLogits, targets: batch.targets).scalar)
            scores.assign(output.findingLogits, from: start)
            if let objective {
                let projected = objective.projections(
                    memory: output.memory, text: objective.textSide(network, output, batch.tokens, pass), pass)
                images.assign(projected.images, from: start)
                texts.assign(projected.texts, from: start)
            }
        }
        // The rows of other ranks are zero.
        group.sum(&losses)
        for rows in [scores, images, texts] { group.sum(rows) }
        (result.textLoss, result.findingLoss) = (losses[0], losses[1])
        result.scores = Self.rows(scores)
        result.auc = EvaluationPolicy.macroAUC(scores: result.scores, studies: studies)
        if objective != nil {
            result.retrieval = ProjectionRetrieval(images: images, texts: texts)
        }
        return result
    }

    private static func rows(_ logits: Tensor) -> [[Float]] {
        let values = logits.array()
        let width = logits.shape[1]
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
