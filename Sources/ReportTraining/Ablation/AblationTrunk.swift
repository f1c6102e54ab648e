import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// A bundle's trunk that tuning trains further instead of keeping it frozen, and the pictures it reads.
struct AblationTrunk: Sendable {
    /// The bundle's network; only its input and its trunk are used.
    let configuration: ReportNetworkConfiguration
    /// Peak of the schedule.
    let learningRate: Float
    /// Parameters and running statistics to start from.
    private let weights: Checkpoint
    /// With the augmentation of the bundle's own training.
    private let pictures: TrainingPictures
    /// Every study with its pictures, by its id.
    private let films: [String: TrainingStudy]

    /// Throws `TrainingError.invalidConfiguration` if the bundle does not say how its pictures were augmented.
    init(_ bundle: ModelBundle, films: StudyDataset, learningRate: Float) throws(TrainingError) {
        configuration = bundle.configuration.network
        weights = Checkpoint(tensors: bundle.checkpoint.tensors.filter { $0.key.hasPrefix("trunk.") })
        do {
            let training = Data(bundle.provenance.configuration.utf8)
            pictures = TrainingPictures(
                preprocessing: bundle.configuration.preprocessing,
                augmentation: try JSONDecoder().decode(TrainingConfiguration.self, from: training).augmentation,
                network: configuration)
        } catch {
            throw .invalidConfiguration("the bundle's training configuration cannot be read: \(error)")
        }
        self.films = Dictionary(uniqueKeysWithValues: films.folds.values.joined().map { ($0.id, $0) })
        self.learningRate = learningRate
    }

    /// SHA-256 of how the pictures are made.
    func recipe() throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = .sortedKeys
        return ModelBundle.hash(try encoder.encode(pictures.preprocessing) + encoder.encode(pictures.augmentation))
    }

    /// Gives a new network the trunk's weights.
    func start(_ network: ReportNetwork) throws(CheckpointError) {
        var all = network.checkpoint()
        all.tensors.merge(weights.tensors) { $1 }
        try network.load(all)
    }

    /// The pictures (B * V, S, S, channels) as an epoch sees them: augmented, except in epoch 0.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func images(of studies: [TrainingStudy], seed: UInt64, epoch: Int) throws -> Tensor {
        try pictures.images(of: studies.compactMap { films[$0.id] }, seed: seed, epoch: epoch)
    }
}
