import Foundation
import Imaging
import NeuralNetwork
package import ReportGeneration
import Tensors

/// Trains one network on the training fold and chooses the epoch on the validation fold. The test fold is never
/// touched here. Not Sendable: it stays on the one thread that owns it.
package final class Trainer {
    package let configuration: TrainingConfiguration
    package let vocabulary: Vocabulary
    package let network: ReportNetwork
    private let dataset: NIHDataset
    private let weights: LossWeights
    private let optimizer: AdamW
    private let schedule: WarmUpCosineSchedule
    private let stepsPerEpoch: Int
    private var step = 0

    /// `ReportGenerator.prepare` must have been called.
    package init(configuration: TrainingConfiguration, dataset: NIHDataset) {
        self.configuration = configuration
        self.dataset = dataset
        // Every sentence the grammar can say, so that no word of a later edition is unknown.
        let sentences = ReportGrammar.claimsBySentence.keys.map { ReportText(findings: [$0], impression: []) }
        vocabulary = Vocabulary(reports: sentences, labels: ChestFinding.allCases.map(\.displayName))
        let training = dataset[.train]
        network = ReportNetwork(
            configuration.networkConfiguration(
                vocabularySize: vocabulary.count,
                maxLength: ReportGrammar.longestReport + ChestFinding.allCases.count + 1),
            seed: configuration.seed)
        weights = LossWeights(
            training.map(\.record), largestPositive: configuration.optimization.largestPositiveWeight)
        let settings = configuration.optimization
        // Biases and norms are not decayed.
        let matrices = network.parameters.filter { $0.value.shape.count > 1 }
        let vectors = network.parameters.filter { $0.value.shape.count <= 1 }
        optimizer = AdamW(groups: [
            AdamW.Group(
                parameters: matrices, learningRate: settings.learningRate, weightDecay: settings.weightDecay),
            AdamW.Group(parameters: vectors, learningRate: settings.learningRate, weightDecay: 0),
        ])
        // The last, smaller batch of an epoch is dropped: batch statistics of two or three films are noise.
        stepsPerEpoch = max(1, training.count / settings.batchSize)
        let steps = stepsPerEpoch * settings.epochs
        schedule = WarmUpCosineSchedule(
            warmUpSteps: Int(Float(steps) * settings.warmUpShare), totalSteps: steps)
    }

    /// Trains to the end and returns the weights of the best epoch.
    ///
    /// Throws `TrainingError`.
    package func run(folder: RunFolder, progress: TrainingProgress?) throws -> TrainingOutcome {
        try folder.write(configuration: configuration)
        var history: [EpochMetrics] = []
        var best = TrainingOutcome(epoch: 0, loss: .infinity, checkpoint: network.checkpoint(), history: [])
        for epoch in 1...configuration.optimization.epochs {
            let metrics = try trainEpoch(epoch, progress: progress)
            history.append(metrics)
            // The loss that is trained, not the AUC: over a hundred films that is too noisy to choose by.
            let loss =
                metrics.validationTextLoss
                + metrics.validationFindingLoss * Double(configuration.optimization.findingWeight)
            let isBest = loss <= best.loss
            if isBest {
                best.epoch = epoch
                best.loss = loss
                best.checkpoint = network.checkpoint()
                try folder.write(best.checkpoint, named: "best")
            }
            try folder.append(metrics)
            progress?.epoch(metrics, isBest: isBest)
        }
        try folder.write(network.checkpoint(), named: "last")
        try folder.write(curves: history)
        best.history = history
        return best
    }

    /// One pass over the training fold, then the validation fold's losses.
    func trainEpoch(_ epoch: Int, progress: TrainingProgress? = nil) throws -> EpochMetrics {
        let clock = ContinuousClock()
        let start = clock.now
        var generator = RandomGenerator(seed: configuration.seed, stream: "order", index: epoch)
        let order = dataset[.train].indices.shuffled(using: &generator)
        let batchSize = min(configuration.optimization.batchSize, order.count)
        var sums = (text: 0.0, finding: 0.0)
        for index in 0..<stepsPerEpoch {
            let chosen = order[index * batchSize..<(index + 1) * batchSize].map { dataset[.train][$0] }
            let losses = try trainStep(chosen, epoch: epoch)
            sums.text += losses.text
            sums.finding += losses.finding
            let seconds = start.duration(to: clock.now) / .seconds(1)
            progress?.step(
                index + 1, epoch: epoch, textLoss: sums.text / Double(index + 1),
                findingLoss: sums.finding / Double(index + 1),
                examplesPerSecond: Double((index + 1) * batchSize) / seconds)
        }
        let seconds = start.duration(to: clock.now) / .seconds(1)
        let validation = validate()
        return EpochMetrics(
            epoch: epoch, steps: step,
            learningRate: Double(configuration.optimization.learningRate * schedule.factor(at: step - 1)),
            textLoss: sums.text / Double(stepsPerEpoch), findingLoss: sums.finding / Double(stepsPerEpoch),
            validationTextLoss: validation.textLoss, validationFindingLoss: validation.findingLoss,
            validationAUC: validation.auc, examplesPerSecond: Double(stepsPerEpoch * batchSize) / seconds,
            seconds: seconds)
    }

    private func trainStep(_ examples: [TrainingExample], epoch: Int) throws -> (text: Double, finding: Double) {
        let size = configuration.preprocessing.size
        let pictures = examples.map { example in
            var generator = RandomGenerator(
                seed: configuration.seed, stream: "augment " + example.record.image, index: epoch)
            return configuration.augmentation.apply(example.input, size: size, using: &generator)
        }
        let batch = makeBatch(examples, pictures: pictures, edition: epoch)
        let pass = ForwardPass.training(seed: configuration.seed &+ UInt64(step))
        let losses = self.losses(batch, pass)
        let loss = losses.text + losses.finding * configuration.optimization.findingWeight
        pass.backward(loss)
        let norm = clipGradientNorm(network.parameters, to: configuration.optimization.gradientNorm)
        guard norm.isFinite, loss.scalar.isFinite else { throw TrainingError.diverged(epoch: epoch, step: step) }
        optimizer.step(learningRateFactor: schedule.factor(at: step))
        optimizer.zeroGradients()
        step += 1
        return (Double(losses.text.scalar), Double(losses.finding.scalar))
    }

    struct Validation {
        var examples: [TrainingExample]
        var textLoss = 0.0
        var findingLoss = 0.0
        /// The head's 14 logits for each example.
        var scores: [[Float]] = []

        var auc: Double { EvaluationPolicy.macroAUC(scores: scores, records: examples.map(\.record)) ?? 0.5 }
    }

    /// The validation fold through the network as it is, without augmentation.
    func validate() -> Validation {
        var result = Validation(examples: dataset[.validation])
        for start in stride(from: 0, to: result.examples.count, by: 32) {
            let chosen = Array(result.examples[start..<min(start + 32, result.examples.count)])
            let batch = makeBatch(chosen, pictures: chosen.map(\.input), edition: 0)
            let output = network.forward(images: batch.images, tokens: batch.tokens, ForwardPass.inference())
            let share = Double(chosen.count) / Double(result.examples.count)
            result.textLoss +=
                share * Double(crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: 0).scalar)
            result.findingLoss += share * Double(binaryCrossEntropy(output.findingLogits, targets: batch.labels).scalar)
            result.scores += Self.rows(output.findingLogits)
        }
        return result
    }

    private func losses(_ batch: Batch, _ pass: ForwardPass) -> (text: Tensor, finding: Tensor) {
        let output = network.forward(images: batch.images, tokens: batch.tokens, pass)
        return (
            crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: 0),
            binaryCrossEntropy(
                output.findingLogits, targets: batch.labels, positiveWeights: weights.positive, mask: batch.filmWeights)
        )
    }

    private struct Batch {
        let images: Tensor  // (B, S, S, 1)
        let tokens: TokenBatch
        let labels: [Float]  // (B, 14)
        let filmWeights: [Float]  // (B, 14), a film's weight in each column
    }

    private func makeBatch(_ examples: [TrainingExample], pictures: [[Float]], edition: Int) -> Batch {
        let size = configuration.preprocessing.size
        let reports = examples.map { example in
            vocabulary.prompt(example.record.orderedFindings.map(\.displayName))
                + vocabulary.encode(example.report(seed: configuration.seed, edition: edition))
        }
        return Batch(
            images: Tensor(pictures.flatMap { $0 }, shape: [examples.count, size, size, 1]),
            tokens: TokenBatch(reports: reports), labels: examples.flatMap(\.labels),
            filmWeights: examples.flatMap { example in
                [Float](repeating: weights.film(example.record), count: ChestFinding.allCases.count)
            })
    }

    private static func rows(_ logits: Tensor) -> [[Float]] {
        let values = logits.array()
        let width = logits.shape[1]
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
