import FindingLabels
import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import Tensors

/// What one rank reads of one batch.
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
    /// What is known of each study's findings, those of the other ranks' parts included.
    let statuses: [[FindingStatus]]
    /// What the parts of all ranks weigh together.
    let whole: BatchWeight

    /// What this part weighs.
    var weight: BatchWeight { BatchWeight(tokens: tokens, mask: mask) }

    /// The batch through the network.
    func forward(_ network: ReportNetwork, _ pass: ForwardPass) -> ReportNetworkOutput {
        switch input {
        case .images(let images): network.forward(images: images, tokens: tokens, pass)
        case .features(let features): network.forward(features: features, tokens: tokens, pass)
        }
    }
}

/// How much a batch counts in a step's losses.
struct BatchWeight {
    /// Targets that are not padding.
    let words: Int
    /// Sum of the findings' weights.
    let findings: Float

    init(tokens: TokenBatch, mask: [Float]) {
        words = tokens.targets.count { $0 != Token.pad }
        findings = mask.reduce(0, +)
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
    /// What a frozen trunk gave.
    var features: TrunkFeatures?

    /// Studies as one epoch sees them: changed pictures, the epoch's words. Epoch 0 is for validation: pictures as they
    /// are, the words drafts are compared with.
    ///
    /// Of several ranks each gets the pictures of its part; its reports are padded to the longest of all.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func batch(
        of studies: [TrainingStudy], epoch: Int, group: any ProcessGroup = SingleProcess()
    ) throws -> TrainingBatch {
        let part = group.part(of: studies.count)
        let own = Array(studies[part])
        let tokens = TokenBatch(
            reports: studies.map {
                vocabulary.encode(words: $0.words(seed: configuration.seed, edition: epoch))
            },
            prompts: configuration.promptsFindings ? studies.map(prompt) : nil, longest: longest)
        return TrainingBatch(
            input: try input(of: own, epoch: epoch), tokens: tokens.rows(part), targets: own.flatMap(\.targets),
            mask: own.flatMap(weights.mask), statuses: studies.map(\.labels),
            whole: BatchWeight(tokens: tokens, mask: studies.flatMap(weights.mask)))
    }

    /// Tokens of a report at most. Begin counts among those the configuration allows, as in R2Gen.
    private var longest: Int {
        let prompt = configuration.promptsFindings ? labels.count + 1 : 0
        return min(configuration.text.maximumLength - 1, network.maxLength - prompt)
    }

    private func prompt(_ study: TrainingStudy) -> [Int32] {
        vocabulary.prompt(study.positives.sorted().map { labels[$0] })
    }

    private func input(of studies: [TrainingStudy], epoch: Int) throws -> TrainingBatch.Input {
        let width = network.featureSize
        if let features { return .features(features.tensor(of: studies, channels: width)) }
        let given = studies.flatMap(\.views).compactMap {
            if case .features(let values) = $0 { values } else { nil }
        }
        if !given.isEmpty {
            let values = given.flatMap { $0 }
            return .features(Tensor(values, shape: [studies.count, values.count / (studies.count * width), width]))
        }
        return .images(try images(of: studies, epoch: epoch))
    }

    /// The pictures (B * V, S, S, channels).
    func images(of studies: [TrainingStudy], epoch: Int) throws -> Tensor {
        let size = network.imageSize
        let pictures = try studies.flatMap { study in
            try study.shownViews(network.viewCount).enumerated().map { index, view in
                let stream = "augment " + study.id + (index == 0 ? "" : " view \(index)")
                return try picture(view, stream: stream, epoch: epoch)
            }
        }
        return Tensor(pictures.flatMap { $0 }, shape: [pictures.count, size, size, network.channels])
    }

    /// One view as the network reads it; changed a little in every epoch but 0.
    private func picture(_ view: StudyView, stream: String, epoch: Int) throws -> [Float] {
        let preprocessing = configuration.preprocessing
        guard epoch > 0 else { return try view.values(preprocessing) }
        var generator = RandomGenerator(seed: configuration.seed, stream: stream, index: epoch)
        let values =
            if case .file(let url) = view {
                preprocessing.applyForTraining(try PictureFile.read(path: url.path), using: &generator)
            } else {
                try view.values(preprocessing)
            }
        guard let augmentation = configuration.augmentation else { return values }
        return augmentation.apply(values, size: network.imageSize, using: &generator)
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
