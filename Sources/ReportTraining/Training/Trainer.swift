import Foundation
import NeuralNetwork
package import ReportGeneration
package import Tensors

/// Trains one network on the training fold and selects the epoch on the validation fold; the test fold is not used. Not
/// Sendable: it stays on the thread that owns it.
///
/// With several ranks, each has a trainer with the same configuration and data set, and all methods are called on all
/// ranks. Each batch is split among them; weights, moments, queue and state are the same on all ranks after every step.
package final class Trainer {
    package let configuration: TrainingConfiguration
    package let vocabulary: Vocabulary
    package let network: ReportNetwork
    let dataset: StudyDataset
    let group: any ProcessGroup
    let objective: ContrastiveObjective?
    private(set) var batches: BatchMaker
    private let losses: TrainingLosses
    private let trained: [Parameter]
    private let gradient: FlatGradient
    private let optimizer: Adam
    private let rate: @Sendable (Int) -> Float
    private let stepsPerEpoch: Int
    /// Minimum time between two saved states within an epoch.
    private let stateInterval: Duration
    /// Called after each step, before its state is saved; an error stops the run.
    var afterStep: ((TrainingState) throws -> Void)?

    /// Requires `ReportGenerator.prepare`.
    ///
    /// Throws `TrainingError.unusableWeights`, or `.indivisible` if the ranks cannot share a batch equally.
    package init(
        configuration: TrainingConfiguration, dataset: StudyDataset, stateInterval: Duration = .seconds(180),
        group: any ProcessGroup = SingleProcess()
    ) throws(TrainingError) {
        self.group = group
        self.configuration = configuration
        self.dataset = dataset
        self.stateInterval = stateInterval
        let (training, settings) = (dataset[.train], configuration.optimization)
        for size in [settings.batchSize, min(settings.studiesPerStep, training.count)]
        where size % group.size != 0 { throw .indivisible(studies: size, ranks: group.size) }
        vocabulary = TrainingWords.vocabulary(of: training, labels: dataset.labels, configuration)
        let shape = configuration.networkConfiguration(
            vocabularySize: vocabulary.count,
            maxLength: TrainingWords.maxLength(of: training, labels: dataset.labels, configuration),
            labelCount: dataset.labels.count)
        network = ReportNetwork(shape, seed: configuration.seed)
        try StartingWeights.load(configuration.start, into: network)
        let weights = LossWeights(training, largestPositive: settings.largestPositiveWeight)
        batches = BatchMaker(
            configuration: configuration, network: shape, vocabulary: vocabulary, weights: weights,
            labels: dataset.labels)
        objective = configuration.objective.map {
            ContrastiveObjective(
                settings: $0, hiddenSize: shape.hiddenSize, labels: dataset.labels, seed: configuration.seed)
        }
        losses = TrainingLosses(
            network: network, objective: objective, findingWeight: settings.findingWeight,
            positiveWeights: weights.positive)
        let heads = network.headParameters + (objective?.parameters ?? [])
        let trunk = configuration.start.trunkFrozen ? [] : network.trunkParameters
        trained = trunk + heads
        gradient = FlatGradient(trained)
        optimizer = Adam(
            groups: Adam.groups(of: trunk, learningRate: settings.trunkLearningRate, weightDecay: settings.weightDecay)
                + Adam.groups(of: heads, learningRate: settings.learningRate, weightDecay: settings.weightDecay),
            method: settings.method)
        // The last, smaller batch of an epoch is dropped: batch statistics over two or three films are too noisy.
        stepsPerEpoch = configuration.stepsPerEpoch(studies: training.count)
        rate = settings.schedule.factors(stepsPerEpoch: stepsPerEpoch, epochs: settings.epochs)
    }

    /// Trains to the end and returns the weights of the best epoch. Resuming continues from the folder's state and
    /// gives the same losses as an uninterrupted run, on the same machine with the same number of threads.
    ///
    /// Throws `TrainingError`, or `ImagingError` for a picture that cannot be read.
    package func run(
        folder: RunFolder, resuming: Bool = false, progress: TrainingProgress?
    ) throws -> TrainingOutcome {
        var state = TrainingState(splitSHA256: dataset.splitSHA256)
        var history: [EpochMetrics] = []
        var isNew = false
        if resuming, let snapshot = try folder.snapshot(configuration) {
            try restore(snapshot)
            state = snapshot.state
            history = try folder.history(epochs: state.epoch - 1)
            progress?.begin(epoch: state.epoch, step: state.sums.steps)
        } else {
            try folder.begin(configuration)
            isNew = configuration.start.initialWeights == nil
        }
        try agree(state, folder)
        if configuration.start.trunkFrozen {
            batches.features = try TrunkFeatures(
                dataset, network: network, batches: batches, folder: folder, progress: progress, group: group)
        }
        if isNew { try scaleImagePosition() }
        while state.epoch <= configuration.optimization.epochs {
            let metrics = try trainEpoch(&state, folder: folder, progress: progress)
            history.append(metrics)
            // Selects by the training losses, not the AUC, which is too noisy on a hundred films.
            let loss =
                metrics.validationTextLoss
                + metrics.validationFindingLoss * Double(configuration.optimization.findingWeight)
            let isBest = loss <= state.bestLoss ?? .infinity
            if isBest {
                (state.bestEpoch, state.bestLoss) = (state.epoch, loss)
                try folder.write(network.checkpoint(), named: "best")
            }
            try folder.append(metrics)
            try folder.write(curves: history, best: state.bestEpoch)
            (state.epoch, state.sums, state.seconds) = (state.epoch + 1, LossSums(), 0)
            try folder.write(snapshot(state))
            progress?.epoch(metrics, isBest: isBest)
        }
        try folder.write(network.checkpoint(), named: "last")
        group.barrier()
        return TrainingOutcome(epoch: state.bestEpoch, checkpoint: try folder.read("best"), history: history)
    }

    /// Starts the image position embedding at the scale of the projected grid.
    private func scaleImagePosition() throws {
        let batch = try batches.batch(of: StartingWeights.scaleStudies(dataset), epoch: 0)
        network.scaleImagePosition(to: batch.input.features(network, .batchStatistics()))
    }

    /// Trains the rest of an epoch, then computes the validation losses.
    private func trainEpoch(
        _ state: inout TrainingState, folder: RunFolder, progress: TrainingProgress?
    ) throws -> EpochMetrics {
        let clock = ContinuousClock()
        let (start, earlier) = (clock.now, state.seconds)
        var written = start
        var generator = RandomGenerator(seed: configuration.seed, stream: "order", index: state.epoch)
        let order = dataset[.train].indices.shuffled(using: &generator)
        let size = min(configuration.optimization.studiesPerStep, order.count)
        while state.sums.steps < stepsPerEpoch {
            let index = state.sums.steps
            let chosen = order[index * size..<(index + 1) * size].map { dataset[.train][$0] }
            state.sums.add(try trainStep(chosen, state))
            state.step += 1
            state.seconds = earlier + start.duration(to: clock.now) / .seconds(1)
            progress?.step(
                state.sums.steps, epoch: state.epoch, sums: state.sums,
                examplesPerSecond: Double(state.sums.steps * size) / state.seconds)
            try afterStep?(state)
            if written.duration(to: clock.now) >= stateInterval, state.sums.steps < stepsPerEpoch {
                try folder.write(snapshot(state))
                written = clock.now
            }
        }
        return try metrics(state, studies: stepsPerEpoch * size)
    }

    private func trainStep(_ studies: [TrainingStudy], _ state: TrainingState) throws -> StepLosses {
        let settings = configuration.optimization
        let parts = try stride(from: 0, to: studies.count, by: settings.batchSize).map {
            try batches.batch(
                of: Array(studies[$0..<min($0 + settings.batchSize, studies.count)]), epoch: state.epoch, group: group)
        }
        let shares = StepShares(parts)
        var sum = StepLosses()
        for (index, batch) in parts.enumerated() {
            let seed = configuration.seed &+ UInt64(state.step * settings.accumulationSteps + index)
            sum += losses.accumulate(
                batch, shares: shares, isContrastive: state.epoch >= settings.contrastiveFromEpoch, step: state.step,
                ForwardPass.training(seed: seed, group: group))
        }
        gradient.sum(over: group)
        sum.gather(over: group)
        let norm = settings.clipping(trained)
        guard norm.isFinite, sum.text.isFinite, sum.finding.isFinite else {
            throw TrainingError.diverged(epoch: state.epoch, step: state.step)
        }
        optimizer.step(learningRateFactor: rate(state.step))
        optimizer.zeroGradients()
        return sum
    }

    private func metrics(_ state: TrainingState, studies: Int) throws -> EpochMetrics {
        let validation = try validate()
        let retrieval = state.epoch >= configuration.optimization.contrastiveFromEpoch ? validation.retrieval : nil
        return EpochMetrics(
            epoch: state.epoch, steps: state.step,
            learningRate: Double(configuration.optimization.learningRate * rate(state.step - 1)),
            textLoss: state.sums.text, findingLoss: state.sums.finding, contrastiveLoss: state.sums.contrastive,
            validationTextLoss: validation.textLoss, validationFindingLoss: validation.findingLoss,
            validationAUC: validation.auc, validationAlignment: retrieval?.alignment,
            validationBackground: retrieval?.background, validationRecallAt1: retrieval?.recallAt1,
            validationRecallAt5: retrieval?.recallAt5, examplesPerSecond: Double(studies) / state.seconds,
            seconds: state.seconds)
    }

    /// Throws unless all ranks start with the same configuration, data set and state, and see the same run folder.
    private func agree(_ state: TrainingState, _ folder: RunFolder) throws {
        group.barrier()
        let written = (try? Data(contentsOf: folder.file("configuration.json"))) ?? Data()
        let beginning = try written + configuration.json + Data("\(dataset.splitSHA256) \(state.step)".utf8)
        // 20 bits, so that the sum of squares is exact.
        let mark = Double(UInt32(ModelBundle.hash(beginning).prefix(5), radix: 16) ?? 0)
        var sums = [mark, mark * mark]
        group.sum(&sums)
        let count = Double(group.size)
        if sums != [mark * count, mark * mark * count] { throw TrainingError.ranksDiffer }
    }

    private func snapshot(_ state: TrainingState) -> TrainingSnapshot {
        TrainingSnapshot(
            state: state, network: network.checkpoint(), optimizer: optimizer.checkpoint(),
            objective: objective?.checkpoint())
    }

    private func restore(_ snapshot: TrainingSnapshot) throws {
        guard snapshot.state.splitSHA256 == dataset.splitSHA256 else { throw TrainingError.otherRun("data set") }
        try network.load(snapshot.network)
        try optimizer.load(snapshot.optimizer)
        if let objective, let saved = snapshot.objective { try objective.load(saved) }
    }
}
