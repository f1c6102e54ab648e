import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// The films of an ablation and the bundle whose trunk reads them. The bundle's split is kept, because its trunk was
/// trained on the training fold.
struct AblationFilms {
    private let films: StudyDataset
    private let bundle: ModelBundle

    /// Throws `DatasetError`, `ImagingError`, or `TrainingError.otherSplit` if the folder has other films than those that
    /// the bundle was trained on.
    init(_ root: URL, _ bundle: ModelBundle) throws {
        films = try NIHDataset.read(
            root: root, split: bundle.provenance.split, preprocessing: bundle.configuration.preprocessing)
        guard films.splitSHA256 == bundle.provenance.splitSHA256 else { throw TrainingError.otherSplit }
        self.bundle = bundle
    }

    /// The films with the features of the bundle's trunk instead of their pictures.
    func encoded() throws -> StudyDataset {
        let configuration = bundle.configuration.network
        let network = ReportNetwork(configuration, seed: 0)
        try network.load(bundle.checkpoint)
        let pictures = TrainingPictures(
            preprocessing: bundle.configuration.preprocessing, augmentation: nil, network: configuration)
        let folds = try films.folds.mapValues { studies in
            try studies.map { film in
                var study = film
                let images = try pictures.images(of: [film], seed: 0, epoch: 0)
                study.views = [.features(network.features(of: images, ForwardPass.inference()).array())]
                return study
            }
        }
        return try StudyDataset(labels: films.labels, split: folds)
    }

    /// The bundle's trunk with all pictures, to be trained further.
    func trunk(learningRate: Float) throws -> AblationTrunk {
        try AblationTrunk(bundle, films: films, learningRate: learningRate)
    }
}
