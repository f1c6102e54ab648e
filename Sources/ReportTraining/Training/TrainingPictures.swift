import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import Tensors

/// Reads studies' pictures as a network is trained on them. Everything random depends only on the seed, the study and
/// the epoch.
struct TrainingPictures: Sendable {
    let preprocessing: Preprocessing
    /// Nil if the preprocessing itself crops a different square in each epoch.
    let augmentation: Augmentation?
    let network: ReportNetworkConfiguration

    /// The pictures (B * V, S, S, channels): augmented in every epoch except 0.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func images(of studies: [TrainingStudy], seed: UInt64, epoch: Int) throws -> Tensor {
        let size = network.imageSize
        let pictures = try studies.flatMap { study in
            try study.shownViews(network.viewCount).enumerated().map { index, view in
                let stream = "augment " + study.id + (index == 0 ? "" : " view \(index)")
                var generator = RandomGenerator(seed: seed, stream: stream, index: epoch)
                return epoch == 0 ? try view.values(preprocessing) : try augmented(view, using: &generator)
            }
        }
        return Tensor(pictures.flatMap { $0 }, shape: [pictures.count, size, size, network.channels])
    }

    private func augmented(_ view: ViewSource, using generator: inout RandomGenerator) throws -> [Float] {
        let values =
            if case .file(let url) = view {
                preprocessing.applyForTraining(try Picture(path: url.path).image, using: &generator)
            } else {
                try view.values(preprocessing)
            }
        guard let augmentation else { return values }
        return augmentation.apply(values, size: network.imageSize, using: &generator)
    }
}

extension TrainingStudy {
    /// The views the network reads: the first ones, repeating the last if there are too few.
    func shownViews(_ count: Int) -> [ViewSource] { (0..<count).map { views[min($0, views.count - 1)] } }
}

extension ViewSource {
    /// The preprocessed picture, or the features.
    func values(_ preprocessing: Preprocessing) throws -> [Float] {
        switch self {
        case .values(let values), .features(let values): values
        case .file(let url): preprocessing.apply(try Picture(path: url.path).image)
        }
    }
}
