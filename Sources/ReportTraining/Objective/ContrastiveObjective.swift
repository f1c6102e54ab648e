import FindingLabels
package import NeuralNetwork
package import ReportGeneration
package import Tensors

/// The reports of a batch as the text head reads them.
package struct TextSide {
    /// (B, T, E)
    let states: Tensor
    /// (B, T): 1 for a report's own tokens.
    let mask: [Float]
}

/// The contrastive part of training: projection heads, loss and queue. Use from one thread at a time.
///
/// Negatives are the other studies of the same call, on all ranks, and those in the queue; gradient accumulation adds
/// none.
package final class ContrastiveObjective {
    /// Increase it when the same settings and data train another network: finished runs of an ablation are reused only if
    /// they have the same version. 2: written reports state the same if their findings do.
    package static let version = 2

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

    /// A study of a batch: the status of each label, and what its report states.
    package struct Study: Equatable, Sendable {
        let statuses: [FindingStatus]
        let content: ReportContent
    }

    /// Computes the loss of one batch and adds the batch to the queue. Takes the encoder's memory (B, S, E), the reports
    /// and the studies; `step` seeds the shuffled control. With several ranks, each passes the B rows of its part but the
    /// studies of all ranks, and gets the loss of the whole batch.
    package func term(
        memory: Tensor, text: TextSide, studies: [Study], step: Int, _ pass: ForwardPass
    ) -> Term {
        let images = gathered(heads.images(memory, pass), over: pass.group)
        let texts = gathered(heads.texts(text.states, mask: text.mask, pass), over: pass.group)
        var negatives: ContrastiveLoss.Negatives?
        if queue.count > 0 {
            negatives = ContrastiveLoss.Negatives(
                images: queue.images, texts: queue.texts, studies: weighed(queue.studies, step: step, stream: "queue"))
        }
        let value = loss(
            images: images, texts: texts, studies: weighed(studies, step: step, stream: "batch"), negatives: negatives)
        queue.push(images: images, texts: texts, studies: studies)
        return Term(loss: value, images: images.detached, texts: texts.detached)
    }

    /// The decoder states that the settings choose for the reports of a batch.
    package func textSide(
        _ network: ReportNetwork, _ output: ReportNetworkOutput, _ tokens: TokenBatch, _ pass: ForwardPass
    ) -> TextSide {
        switch settings.textStates {
        case .withImage: return TextSide(states: output.decoderStates, mask: tokens.reportMask)
        case .withoutImage:
            let reports = tokens.withoutPrompts
            return TextSide(states: network.statesWithoutImages(of: reports, pass), mask: reports.reportMask)
        }
    }

    /// (1 - lambda) text + lambda contrastive.
    package func total(text: Tensor, contrastive: Tensor) -> Tensor {
        text * (1 - settings.lambda) + contrastive * settings.lambda
    }

    /// Projections z and t without training; the queue is not changed.
    package func projections(
        memory: Tensor, text: TextSide, _ pass: ForwardPass
    ) -> (images: Tensor, texts: Tensor) {
        (heads.images(memory, pass), heads.texts(text.states, mask: text.mask, pass))
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

    /// The studies as the loss compares them, with shuffled labels if the control asks for them.
    private func weighed(_ studies: [Study], step: Int, stream: String) -> [ContrastiveLoss.Study] {
        var vectors = studies.map { LabelVector($0.statuses, labels: labels, uncertain: settings.uncertain) }
        if settings.control == .shuffledLabels {
            vectors = Self.shuffled(vectors, seed: seed, stream: stream, step: step)
        }
        return zip(vectors, studies).map { ContrastiveLoss.Study(labels: $0, content: $1.content) }
    }

    /// Control experiment: the same label sets assigned to other studies, reshuffled in each step.
    static func shuffled(_ vectors: [LabelVector], seed: UInt64, stream: String, step: Int) -> [LabelVector] {
        var generator = RandomGenerator(seed: seed, stream: "shuffle \(stream)", index: step)
        return vectors.shuffled(using: &generator)
    }
}
