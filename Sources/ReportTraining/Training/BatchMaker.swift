import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import Tensors

/// What one step of training reads.
struct TrainingBatch {
    /// Pictures for the trunk or what a frozen trunk gave.
    enum Input {
        /// (B * V, S, S, channels)
        case images(Tensor)
        /// (B, V * P, C)
        case features(Tensor)
    }

    let input: Input
    let tokens: TokenBatch
    /// (B, labels) of 1 and 0.
    let targets: [Float]
    /// (B, labels): how much each target counts.
    let mask: [Float]

    /// The batch through the network.
    func forward(_ network: ReportNetwork, _ pass: ForwardPass) -> ReportNetworkOutput {
        switch input {
        case .images(let images): network.forward(images: images, tokens: tokens, pass)
        case .features(let features): network.forward(features: features, tokens: tokens, pass)
        }
    }
}

/// Makes batches of studies. What it draws follows from the seed, the study and the epoch alone.
struct BatchMaker {
    let configuration: TrainingConfiguration
    let network: ReportNetworkConfiguration
    let vocabulary: Vocabulary
    let weights: LossWeights
    /// Names of the labels, for prompts.
    let labels: [String]

    /// Studies as one epoch sees them: changed pictures, the epoch's words. Epoch 0 is for validation: pictures as they
    /// are, the words drafts are compared with.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func batch(of studies: [TrainingStudy], epoch: Int) throws -> TrainingBatch {
        TrainingBatch(
            input: try input(of: studies, epoch: epoch), tokens: TokenBatch(reports: studies.map { tokens($0, epoch) }),
            targets: studies.flatMap(\.targets), mask: studies.flatMap(weights.mask))
    }

    private func tokens(_ study: TrainingStudy, _ epoch: Int) -> [Int32] {
        let words = vocabulary.encode(words: study.words(seed: configuration.seed, edition: epoch))
        guard configuration.promptsFindings else { return words }
        return vocabulary.prompt(study.positives.sorted().map { labels[$0] }) + words
    }

    private func input(of studies: [TrainingStudy], epoch: Int) throws -> TrainingBatch.Input {
        let (size, width) = (network.imageSize, network.featureSize)
        let features = studies.flatMap(\.views).compactMap {
            if case .features(let values) = $0 { values } else { nil }
        }
        if !features.isEmpty {
            let values = features.flatMap { $0 }
            return .features(Tensor(values, shape: [studies.count, values.count / (studies.count * width), width]))
        }
        let pictures = try studies.flatMap { study in
            try study.shownViews(network.viewCount).enumerated().map { index, view in
                let stream = "augment " + study.id + (index == 0 ? "" : " view \(index)")
                return try picture(view, stream: stream, epoch: epoch)
            }
        }
        return .images(Tensor(pictures.flatMap { $0 }, shape: [pictures.count, size, size, network.channels]))
    }

    /// One view as the network reads it; changed a little in every epoch but 0.
    private func picture(_ view: StudyView, stream: String, epoch: Int) throws -> [Float] {
        let values = try view.values(configuration.preprocessing)
        guard epoch > 0 else { return values }
        var generator = RandomGenerator(seed: configuration.seed, stream: stream, index: epoch)
        return configuration.augmentation.apply(values, size: network.imageSize, using: &generator)
    }
}

extension TrainingStudy {
    /// As many views as the network reads: the first ones, the last one again where some are missing.
    func shownViews(_ count: Int) -> [StudyView] { (0..<count).map { views[min($0, views.count - 1)] } }
}

extension StudyView {
    /// The preprocessed picture, or the features.
    func values(_ preprocessing: Preprocessing) throws -> [Float] {
        switch self {
        case .values(let values), .features(let values): values
        case .file(let url): preprocessing.apply(try PictureFile.read(path: url.path))
        }
    }
}
