import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// A bundle's trunk that an ablation trains further instead of keeping it frozen, and the pictures it reads.
struct AblationTrunk: Sendable {
    /// The bundle's network; an ablation changes only what follows the trunk.
    let configuration: ReportNetworkConfiguration
    let learningRate: Float
    /// Parameters and running statistics to start from.
    private let weights: Checkpoint
    /// As the bundle's training changed its pictures; nil if it did not.
    private let augmentation: Augmentation?
    /// The preprocessed pictures of each study by its id, (V, S, S, channels).
    private let pictures: [String: [Float]]

    /// Throws `TrainingError.invalidConfiguration` if the bundle does not say how its pictures were augmented.
    init(_ bundle: ModelBundle, pictures: [String: [Float]], learningRate: Float) throws(TrainingError) {
        configuration = bundle.configuration.network
        weights = Checkpoint(tensors: bundle.checkpoint.tensors.filter { $0.key.hasPrefix("trunk.") })
        do {
            let training = Data(bundle.provenance.configuration.utf8)
            augmentation = try JSONDecoder().decode(TrainingConfiguration.self, from: training).augmentation
        } catch {
            throw .invalidConfiguration("the bundle's training configuration cannot be read: \(error)")
        }
        (self.pictures, self.learningRate) = (pictures, learningRate)
    }

    /// Gives a new network the trunk's weights.
    func start(_ network: ReportNetwork) throws(CheckpointError) {
        var all = network.checkpoint()
        all.tensors.merge(weights.tensors) { $1 }
        try network.load(all)
    }

    /// The pictures (B * V, S, S, channels) as an epoch sees them: augmented, except in epoch 0.
    func images(of studies: [TrainingStudy], seed: UInt64, epoch: Int) -> Tensor {
        let (size, views) = (configuration.imageSize, configuration.viewCount)
        let area = size * size * configuration.channels
        let values = studies.flatMap { study in
            let all = pictures[study.id] ?? []
            guard epoch > 0, let augmentation else { return all }
            var generator = RandomGenerator(seed: seed, stream: "augment " + study.id, index: epoch)
            return stride(from: 0, to: all.count, by: area).flatMap {
                augmentation.apply(Array(all[$0..<$0 + area]), size: size, using: &generator)
            }
        }
        return Tensor(values, shape: [studies.count * views, size, size, configuration.channels])
    }
}
