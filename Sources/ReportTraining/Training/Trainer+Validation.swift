import NeuralNetwork
import ReportGeneration
import Tensors

extension Trainer {
    /// What the validation fold says of the present weights.
    struct Validation {
        var textLoss = 0.0
        var findingLoss = 0.0
        /// The head's logits for each study.
        var scores: [[Float]] = []
        var auc = 0.0
        /// How well images and texts of the fold find each other; nil without a contrastive objective.
        var retrieval: ProjectionRetrieval?
    }

    /// Losses, finding scores and retrieval over the validation fold, edition 0 of each report.
    func validate() throws -> Validation {
        var result = Validation()
        var projections: (images: [Tensor], texts: [Tensor]) = ([], [])
        let studies = dataset[.validation]
        let pass = ForwardPass.inference()
        for start in stride(from: 0, to: studies.count, by: 32) {
            let chosen = Array(studies[start..<min(start + 32, studies.count)])
            let batch = try batches.batch(of: chosen, epoch: 0)
            let output = batch.forward(network, pass)
            let share = Double(chosen.count) / Double(studies.count)
            result.textLoss +=
                share * Double(crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: Token.pad).scalar)
            result.findingLoss +=
                share * Double(binaryCrossEntropy(output.findingLogits, targets: batch.targets).scalar)
            result.scores += Self.rows(output.findingLogits)
            if let objective {
                let projected = objective.projections(
                    memory: output.memory, states: output.decoderStates, mask: batch.tokens.reportMask, pass)
                projections.images.append(projected.images)
                projections.texts.append(projected.texts)
            }
        }
        result.auc = EvaluationPolicy.macroAUC(scores: result.scores, studies: studies) ?? 0
        if objective != nil {
            result.retrieval = ProjectionRetrieval(
                images: concatenated(projections.images), texts: concatenated(projections.texts))
        }
        return result
    }

    private static func rows(_ logits: Tensor) -> [[Float]] {
        let values = logits.array()
        let width = logits.shape[1]
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
