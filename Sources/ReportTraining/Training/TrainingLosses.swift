import FindingLabels
import NeuralNetwork
import ReportGeneration
import Tensors

/// What is minimised: text loss, finding loss and, from an epoch on, the contrastive loss.
///
/// L = (1 - lambda) text + lambda contrastive + findingWeight * finding, without the contrastive loss
/// L = text + findingWeight * finding.
struct TrainingLosses {
    let network: ReportNetwork
    let objective: ContrastiveObjective?
    let findingWeight: Float
    let positiveWeights: [Float]

    /// Adds the gradients of one batch of a step, in which it stands for a share of the whole step's words and findings, so
    /// that several small batches give the gradients of one large one. (The contrastive loss knows the negatives of its own
    /// batch alone.) Returns the batch's parts of the step's losses. Of several ranks each adds what its part of the batch
    /// gives, in losses and gradients; their sum is the batch's.
    func accumulate(
        _ batch: TrainingBatch, shares: StepShares, isContrastive: Bool, step: Int, _ pass: ForwardPass
    ) -> StepLosses {
        let output = batch.forward(network, pass)
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
                memory: output.memory, states: output.decoderStates, mask: batch.tokens.reportMask,
                statuses: batch.statuses,
                step: step, pass)
            let contrastive = term.loss * shares.contrastive
            // Every rank has the loss of the whole batch; the gradient is of its own rows.
            losses.contrastive = Double(contrastive.scalar) / Double(pass.group.size)
            loss = objective.total(text: text, contrastive: contrastive)
        }
        pass.backward(loss + finding * findingWeight)
        return losses
    }
}

/// How much each batch of a step weighs, or this rank's part of it.
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
