package import FindingLabels
package import NeuralNetwork
package import Tensors

/// The contrastive part of training: projection heads, loss and queue. Use from one thread at a time.
///
/// Negatives are the other studies of the same call, on all ranks, and those in the queue; gradient accumulation adds
/// none.
package final class ContrastiveObjective {
    package let settings: ContrastiveSettings
    private let heads: ProjectionHeads
    private let loss: ContrastiveLoss
    private let labels: [String]
    private let seed: UInt64
    private var queue: ContrastiveQueue

    /// Creates the objective for a network of `hiddenSize` E and studies with statuses in the order of `labels`. The
    /// settings must have no `fault`. The heads are initialised from the seed.
    package init(settings: ContrastiveSettings, hiddenSize: Int, labels: [String], seed: UInt64) {
        self.settings = settings
        self.labels = labels
        self.seed = seed
        heads = ProjectionHeads(
            hiddenSize: hiddenSize, projectionSize: settings.projectionSize, pooling: settings.pooling, seed: seed)
        loss = ContrastiveLoss(settings)
        queue = ContrastiveQueue(batches: settings.queueBatches, size: settings.projectionSize)
    }

    /// Parameters to train in addition to the network's.
    package var parameters: [Parameter] { heads.parameters }

    /// Result of one batch.
    package struct Term {
        /// Scalar, recorded on the tape.
        package let loss: Tensor
        /// Projections (B, D) of all ranks, for alignment and retrieval.
        package let images: Tensor
        package let texts: Tensor
    }

    /// Computes the loss of one batch and adds the batch to the queue. Takes the encoder's memory (B, S, E), the
    /// decoder's states (B, T, E) under teacher forcing, a mask (B, T) of the reports' own tokens, and each study's
    /// statuses. `step` seeds the shuffle. With several ranks, each passes the B studies of its part but the statuses
    /// of all, and gets the loss of the whole batch.
    package func term(
        memory: Tensor, states: Tensor, mask: [Float], statuses: [[FindingStatus]], step: Int, _ pass: ForwardPass
    ) -> Term {
        let images = gathered(heads.images(memory, pass), over: pass.group)
        let texts = gathered(heads.texts(states, mask: mask, pass), over: pass.group)
        let vectors = vectors(statuses, step: step, stream: "batch")
        var negatives: ContrastiveLoss.Negatives?
        if queue.count > 0 {
            negatives = ContrastiveLoss.Negatives(
                images: queue.images, texts: queue.texts,
                labels: self.vectors(queue.statuses, step: step, stream: "queue"))
        }
        let value = loss(images: images, texts: texts, labels: vectors, negatives: negatives)
        queue.push(images: images, texts: texts, statuses: statuses)
        return Term(loss: value, images: images.detached, texts: texts.detached)
    }

    /// (1 - lambda) text + lambda contrastive.
    package func total(text: Tensor, contrastive: Tensor) -> Tensor {
        text * (1 - settings.lambda) + contrastive * settings.lambda
    }

    /// Projections z and t without training; the queue is not changed.
    package func projections(
        memory: Tensor, states: Tensor, mask: [Float], _ pass: ForwardPass
    ) -> (images: Tensor, texts: Tensor) {
        (heads.images(memory, pass), heads.texts(states, mask: mask, pass))
    }

    /// Heads and queue, for the training state.
    package func checkpoint() -> Checkpoint {
        let queued = queue.checkpoint()
        return Checkpoint(tensors: heads.checkpoint().tensors.merging(queued.tensors) { head, _ in head })
    }

    /// Restores the state saved by `checkpoint`. On an error nothing is changed.
    package func load(_ checkpoint: Checkpoint) throws(CheckpointError) {
        var loaded = queue
        try loaded.load(Checkpoint(tensors: checkpoint.tensors.filter { $0.key.hasPrefix("queue.") }))
        try heads.load(Checkpoint(tensors: checkpoint.tensors.filter { !$0.key.hasPrefix("queue.") }))
        queue = loaded
    }

    private func vectors(_ statuses: [[FindingStatus]], step: Int, stream: String) -> [LabelVector] {
        let vectors = statuses.map { LabelVector($0, labels: labels, uncertain: settings.uncertain) }
        return settings.shuffleLabels ? Self.shuffled(vectors, seed: seed, stream: stream, step: step) : vectors
    }

    /// Control experiment: the same label sets assigned to other studies, reshuffled in each step.
    static func shuffled(_ vectors: [LabelVector], seed: UInt64, stream: String, step: Int) -> [LabelVector] {
        var generator = RandomGenerator(seed: seed, stream: "shuffle \(stream)", index: step)
        return vectors.shuffled(using: &generator)
    }
}
