import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// Trains the base model for one data set and seed, and tunes copies of it. Not Sendable: it stays on the thread that
/// owns it.
final class AblationTraining {
    private let configuration: AblationConfiguration
    private let data: AblationData
    private let seed: UInt64
    private let vocabulary: Vocabulary
    private let shape: ReportNetworkConfiguration
    private let progress: AblationProgress

    init(_ configuration: AblationConfiguration, _ data: AblationData, seed: UInt64, progress: AblationProgress) {
        self.configuration = configuration
        self.data = data
        self.seed = seed
        self.progress = progress
        vocabulary = data.vocabulary
        shape = data.network(configuration.network)
    }

    /// Trains the base model with only the text loss; the trunk is frozen.
    func base() throws -> Checkpoint {
        let network = ReportNetwork(shape, seed: seed)
        try data.trunk?.start(network)
        if configuration.network.imagePosition == .gridScale {
            let studies = try data.input(of: StartingWeights.scaleStudies(data.dataset), isFrozen: true)
            network.scaleImagePosition(to: studies.features(network, .inference()))
        }
        _ = try train(network, nil, data.settings.base, firstEpoch: 1, trunk: nil)
        return network.checkpoint()
    }

    /// Tunes a copy of the base model with one variant and drafts reports for the scored fold.
    func run(_ variant: AblationConfiguration.Variant, from base: Checkpoint) throws -> AblationRun {
        let clock = ContinuousClock()
        let start = clock.now
        let network = ReportNetwork(shape, seed: nil)
        try network.load(base)
        let objective = variant.contrastive.map {
            ContrastiveObjective(
                settings: $0, hiddenSize: shape.hiddenSize, labels: data.dataset.labels, seed: seed)
        }
        let contrastive = try train(
            network, objective, data.settings.tuning, firstEpoch: data.settings.base.epochs + 1, trunk: data.trunk)
        let shared = try objective.map { try projections(network, $0) }
        return AblationRun(
            dataset: data.settings.name, variant: variant.name, seed: seed,
            fingerprint: try configuration.fingerprint(data.settings, variant, source: data.source),
            drafts: try drafts(network),
            validationLoss: try textLoss(network), contrastiveLoss: contrastive,
            retrieval: shared.map(ProjectionRetrieval.init), factMeasures: try factMeasures(network, shared),
            seconds: start.duration(to: clock.now) / .seconds(1))
    }

    /// Trains in place; returns the last epoch's mean contrastive loss.
    private func train(
        _ network: ReportNetwork, _ objective: ContrastiveObjective?, _ stage: AblationConfiguration.Stage,
        firstEpoch: Int, trunk: AblationTrunk?
    ) throws -> Double? {
        let settings = configuration.optimization
        let heads =
            network.headParameters.filter { !$0.name.hasPrefix("finding_head.") }
            + (objective?.parameters ?? [])
        let trained = trunk == nil ? [] : network.trunkParameters
        let parameters = heads + trained
        let optimizer = Adam(
            groups: Adam.groups(of: heads, learningRate: stage.learningRate, weightDecay: settings.weightDecay)
                + Adam.groups(
                    of: trained, learningRate: trunk?.learningRate ?? 0, weightDecay: settings.weightDecay))
        let training = data.dataset[.train]
        let batchSize = min(settings.batchSize, training.count)
        let steps = training.count / batchSize * stage.epochs
        let schedule = WarmUpCosineSchedule(
            warmUpSteps: Int(Float(steps) * settings.warmUpShare), totalSteps: steps)
        var step = 0
        var contrastive = 0.0
        for epoch in firstEpoch..<firstEpoch + stage.epochs {
            var generator = RandomGenerator(seed: seed, stream: "order", index: epoch)
            let order = training.indices.shuffled(using: &generator)
            contrastive = 0
            for start in stride(from: 0, through: order.count - batchSize, by: batchSize) {
                let studies = order[start..<start + batchSize].map { training[$0] }
                let pass = ForwardPass.training(seed: seed &* 1_000_003 &+ UInt64(epoch * 10_000 + step))
                let batch = try data.batch(
                    studies, vocabulary: vocabulary, seed: seed, edition: epoch, isFrozen: trunk == nil)
                let losses = loss(network, objective, batch, step: step, pass)
                pass.backward(losses.total)
                let norm = clipGradientNorm(parameters, to: settings.gradientNorm)
                guard norm.isFinite else { throw TrainingError.diverged(epoch: epoch, step: step) }
                optimizer.step(learningRateFactor: schedule.factor(at: step))
                optimizer.zeroGradients()
                step += 1
                contrastive += losses.contrastive / Double(order.count / batchSize)
            }
            progress.advance(studies: training.count)
        }
        return objective == nil ? nil : contrastive
    }

    private func loss(
        _ network: ReportNetwork, _ objective: ContrastiveObjective?, _ batch: AblationData.Batch, step: Int,
        _ pass: ForwardPass
    ) -> (total: Tensor, contrastive: Double) {
        let output = network.forward(batch.input, tokens: batch.tokens, pass)
        let text = crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: Token.pad)
        guard let objective else { return (text, 0) }
        let term = objective.term(
            memory: output.memory, text: objective.textSide(network, output, batch.tokens, pass),
            studies: batch.studies, step: step, pass)
        return (objective.total(text: text, contrastive: term.loss), Double(term.loss.scalar))
    }

    private func textLoss(_ network: ReportNetwork) throws -> Double {
        let studies = data.dataset[.validation]
        return try AblationData.parts(studies).reduce(0) { sum, chosen in
            let batch = try data.batch(chosen, vocabulary: vocabulary, seed: configuration.seed, edition: 0)
            let output = network.forward(batch.input, tokens: batch.tokens, .inference())
            let loss = crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: Token.pad).scalar
            return sum + Double(loss) * Double(chosen.count) / Double(studies.count)
        }
    }

    /// Projections (N, D) of the scored fold's images and texts.
    private func projections(
        _ network: ReportNetwork, _ objective: ContrastiveObjective
    ) throws -> (images: Tensor, texts: Tensor) {
        let parts = try AblationData.parts(data.dataset[configuration.fold]).map { chosen in
            let batch = try data.batch(chosen, vocabulary: vocabulary, seed: configuration.seed, edition: 0)
            let output = network.forward(batch.input, tokens: batch.tokens, .inference())
            return objective.projections(
                memory: output.memory, text: objective.textSide(network, output, batch.tokens, .inference()),
                .inference())
        }
        return (concatenated(parts.map(\.images)), concatenated(parts.map(\.texts)))
    }

    private func factMeasures(
        _ network: ReportNetwork, _ shared: (images: Tensor, texts: Tensor)?
    ) throws -> [AblationMeasure: Double] {
        let studies = data.dataset[configuration.fold]
        guard let facts = FactMeasures(studies) else { return [:] }
        var values = try facts.values { try ModelReading.all($0, of: studies, network, data, vocabulary) }
        if let shared {
            let cosines = matmul(shared.images, shared.texts, transposeB: true).array()
            values.merge(facts.values(cosines: cosines)) { $1 }
        }
        return values
    }

    /// Greedy drafts for the scored fold.
    private func drafts(_ network: ReportNetwork) throws -> [String] {
        network.prepareForInference()
        return try data.dataset[configuration.fold].map { study in
            let encoded = network.encode(features: try data.input(of: [study]).features(network, .inference()))
            let generated = GreedySearch().generate(network, encoded, prompt: data.prompt(study, vocabulary))
            return vocabulary.decode(generated.tokens).joined(separator: " ")
        }
    }
}
