import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// Learns to recognize turned and mirrored films from films that are neither.
///
/// Each film is laid in all eight orientations, and the network learns to score the film as it is highest of the eight
/// (softmax cross-entropy). The paired comparison of a film with its own mirror image needs few films.
enum OrientationLearning {
    /// Least numbers of films: with fewer, the network learns nothing and the limits mean nothing.
    static let (leastTraining, leastValidation) = (200, 40)
    private static let batchSize = 32
    private static let learningRate: Float = 2e-3
    private static let weightDecay: Float = 0.05
    private static let augmentation = Augmentation(shift: 0.08, scale: 0.15, rotation: 15, contrast: 0.2, gamma: 0.4)

    /// Shares of the validation films that may get a notice: 1 % as perhaps turned, 2 % as mirrored.
    static let (turnedShare, mirroredShare) = (0.01, 0.02)
    /// Least margin of a refusal: odds of 19 to 1. The margin must also be larger than that of every validation film.
    static let leastRefusal = log(19.0)

    /// Trains on the training pictures and sets the limits from the validation pictures; both must show films as they
    /// were taken. Nil for too few of either.
    static func reference(
        training: [PictureTraits], validation: [PictureTraits], seed: UInt64, epochs: Int = 60,
        progress: (_ epoch: Int, _ epochs: Int) -> Void = { _, _ in }
    ) -> OrientationReference? {
        guard training.count >= leastTraining, validation.count >= leastValidation else { return nil }
        let network = OrientationNetwork(seed: seed)
        train(network, on: training.map(\.orientationInput), seed: seed, epochs: epochs, progress: progress)
        return OrientationReference(
            network, limits: limits(network.estimates(of: validation.map(\.orientationInput))))
    }

    /// The limits that at most the allowed shares of these upright films reach.
    static func limits(_ upright: [OrientationEstimate]) -> OrientationLimits {
        let turns = upright.map(\.turnMargin)
        // The next larger number, because a film whose margin equals a limit counts as over it.
        func limit(_ share: Double, _ margins: [Double], atLeast least: Double) -> Double {
            max((Quantile.value(1 - share, of: margins) ?? 0).nextUp, least)
        }
        let turned = limit(turnedShare, turns, atLeast: 0)
        return OrientationLimits(
            turned: turned, refused: max(limit(0, turns, atLeast: leastRefusal), turned),
            mirrored: limit(mirroredShare, upright.map(\.mirrorMargin), atLeast: 0))
    }

    private static func train(
        _ network: OrientationNetwork, on pictures: [[Float]], seed: UInt64, epochs: Int,
        progress: (_ epoch: Int, _ epochs: Int) -> Void
    ) {
        let stepsPerEpoch = pictures.count / batchSize
        let schedule = WarmUpCosineSchedule(
            warmUpSteps: epochs * stepsPerEpoch / 10, totalSteps: epochs * stepsPerEpoch)
        let optimizer = Adam(
            groups: Adam.groups(of: network.parameters, learningRate: learningRate, weightDecay: weightDecay))
        for epoch in 1...epochs {
            var generator = RandomGenerator(seed: seed, stream: "orientation", index: epoch)
            let order = pictures.indices.shuffled(using: &generator)
            for index in 0..<stepsPerEpoch {
                let batch = order[index * batchSize..<(index + 1) * batchSize].map {
                    augmentation.apply(pictures[$0], size: OrientationNetwork.size, using: &generator)
                }
                let step = (epoch - 1) * stepsPerEpoch + index
                let pass = ForwardPass.training(seed: seed &+ UInt64(step))
                let scores = network.scores(of: batch, pass)
                let upright = [Int32](repeating: 0, count: batch.count)
                pass.backward(crossEntropy(scores, targets: upright, ignoring: -1))
                optimizer.step(learningRateFactor: schedule.factor(at: step))
                optimizer.zeroGradients()
            }
            progress(epoch, epochs)
        }
    }
}
