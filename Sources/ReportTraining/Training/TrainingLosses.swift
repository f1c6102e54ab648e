import FindingLabels
import NeuralNetwork
import ReportGeneration
import Tensors

/// The training objective: text loss, finding loss and, from a configured epoch on, the contrastive loss.
///
/// L = (1 - lambda) text + lambda contrastive + findingWeight * finding; without the contrastive loss, L = text +
/// findingWeight * finding.
struct TrainingLosses {
    let network: ReportNetwork
    let objective: ContrastiveObjective?
    let findingWeight: Float
    let positiveWeights: [Float]

    /// Adds the gradients of one batch of a step, weighted by its share of the step's words and findings, so that
    /// several small batches give the gradients of one large one (except that the contrastive loss only uses the
    /// negatives of its own batch). Returns the batch's part of the step's losses. With several ranks, each contributes
    /// the losses and gradients of its part; their sum is the batch's.
    func accumulate(
        _ batch: TrainingBatch, shares: StepShares, isContrastive: Bool, step: Int, _ pass: ForwardPass
    ) -> StepLosses {
        let output = network.forward(batch.input, tokens: batch.tokens, pass)
        let text =
            crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: Token.pad) * shares.text(batch)
        let finding =
            binaryCrossEntropy(
                output.findingLogits, targets: batch.targets, positiveWeights: positiveWeights, mask: batch.mask)
            * shares.finding(batch)
        var losses = StepLosses(text: Double(text.scalar), finding: Double(finding.scalar))
        var loss = text
        if isContrastive, let objective {
            let term = objective.term(
                memory: output.memory, text: objective.textSide(network, output, batch.tokens, pass),
                studies: batch.studies, step: step, pass)
            let contrastive = term.loss * shares.contrastive
            // Every rank has the loss of the whole batch but the gradient of only its own rows.
            losses.contrastive = Double(contrastive.scalar) / Double(pass.group.size)
            loss = objective.total(text: text, contrastive: contrastive)
        }
        pass.backward(loss + finding * findingWeight)
        return losses
    }
}

/// The weight of each batch of a step, or of this rank's part of it.
struct StepShares {
    private let words: Int
    private let findings: Float
    private let batches: Int

    init(_ batches: [TrainingBatch]) {
        words = batches.reduce(0) { $0 + $1.whole.words }
        findings = batches.reduce(0) { $0 + $1.whole.findings }
        self.batches = batches.count
    }

    func text(_ batch: TrainingBatch) -> Float { words > 0 ? Float(batch.weight.words) / Float(words) : 0 }
    func finding(_ batch: TrainingBatch) -> Float { findings > 0 ? batch.weight.findings / findings : 0 }
    var contrastive: Float { 1 / Float(batches) }
}
