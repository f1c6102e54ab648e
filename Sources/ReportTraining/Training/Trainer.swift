import FindingLabels
import Foundation
import NeuralNetwork
package import ReportGeneration
import Tensors

/// Trains one network on the training fold and chooses the epoch on the validation fold. The test fold is never
/// touched here. Not Sendable: it stays on the one thread that owns it.
package final class Trainer {
    package let configuration: TrainingConfiguration
    package let vocabulary: Vocabulary
    package let network: ReportNetwork
    let dataset: StudyDataset
    private let batches: BatchMaker
    private let optimizer: AdamW
    private let schedule: WarmUpCosineSchedule
    private let stepsPerEpoch: Int
    private var step = 0

    /// `ReportGenerator.prepare` must have been called.
    package init(configuration: TrainingConfiguration, dataset: StudyDataset) {
        self.configuration = configuration
        self.dataset = dataset
        let training = dataset[.train]
        vocabulary = TrainingWords.vocabulary(of: training, labels: dataset.labels, configuration)
        let shape = configuration.networkConfiguration(
            vocabularySize: vocabulary.count,
            maxLength: TrainingWords.maxLength(of: training, labels: dataset.labels, configuration),
            labelCount: dataset.labels.count)
        network = ReportNetwork(shape, seed: configuration.seed)
        batches = BatchMaker(
            configuration: configuration, network: shape, vocabulary: vocabulary,
            weights: LossWeights(training, largestPositive: configuration.optimization.largestPositiveWeight),
            labels: dataset.labels)
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
        let validation = try validate()
        return EpochMetrics(
            epoch: epoch, steps: step,
            learningRate: Double(configuration.optimization.learningRate * schedule.factor(at: step - 1)),
            textLoss: sums.text / Double(stepsPerEpoch), findingLoss: sums.finding / Double(stepsPerEpoch),
            validationTextLoss: validation.textLoss, validationFindingLoss: validation.findingLoss,
            validationAUC: validation.auc, examplesPerSecond: Double(stepsPerEpoch * batchSize) / seconds,
            seconds: seconds)
    }

    private func trainStep(_ studies: [TrainingStudy], epoch: Int) throws -> (text: Double, finding: Double) {
        let batch = try batches.batch(of: studies, epoch: epoch)
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
        var textLoss = 0.0
        var findingLoss = 0.0
        /// The head's logits for each study.
        var scores: [[Float]] = []
        var auc = 0.0
    }

    /// Losses and finding scores of the validation fold with the present weights, edition 0 of each report.
    func validate() throws -> Validation {
        var result = Validation()
        let studies = dataset[.validation]
        for start in stride(from: 0, to: studies.count, by: 32) {
            let chosen = Array(studies[start..<min(start + 32, studies.count)])
            let batch = try batches.batch(of: chosen, epoch: 0)
            let output = batch.forward(network, ForwardPass.inference())
            let share = Double(chosen.count) / Double(studies.count)
            result.textLoss +=
                share * Double(crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: 0).scalar)
            result.findingLoss +=
                share * Double(binaryCrossEntropy(output.findingLogits, targets: batch.targets).scalar)
            result.scores += Self.rows(output.findingLogits)
        }
        result.auc = EvaluationPolicy.macroAUC(scores: result.scores, studies: studies) ?? 0
        return result
    }

    private func losses(_ batch: TrainingBatch, _ pass: ForwardPass) -> (text: Tensor, finding: Tensor) {
        let output = batch.forward(network, pass)
        return (
            crossEntropy(output.logits, targets: batch.tokens.targets, ignoring: 0),
            binaryCrossEntropy(
                output.findingLogits, targets: batch.targets, positiveWeights: batches.weights.positive,
                mask: batch.mask)
        )
    }

    private static func rows(_ logits: Tensor) -> [[Float]] {
        let values = logits.array()
        let width = logits.shape[1]
        return stride(from: 0, to: values.count, by: width).map { Array(values[$0..<$0 + width]) }
    }
}
