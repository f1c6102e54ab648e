import FindingLabels
import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// One rank's part of a batch.
struct TrainingBatch {
    /// Pictures for the trunk, or features from a frozen trunk.
    enum Input {
        /// (B * V, S, S, channels)
        case images(Tensor)
        /// (B, V * P, C)
        case features(Tensor)

        /// The features (B, V * P, C); the network's trunk computes those of pictures.
        func features(_ network: ReportNetwork, _ pass: ForwardPass) -> Tensor {
            switch self {
            case .images(let images): network.features(of: images, pass)
            case .features(let features): features
            }
        }
    }

    let input: Input
    let tokens: TokenBatch
    /// (B, labels), 1 or 0.
    let targets: [Float]
    /// (B, labels): weight of each target.
    let mask: [Float]
    /// The studies of all ranks as the contrastive loss compares them.
    let studies: [ContrastiveObjective.Study]
    /// Total weight of all ranks' parts.
    let whole: BatchWeight

    /// Weight of this part.
    var weight: BatchWeight { BatchWeight(tokens: tokens, mask: mask) }
}

extension ReportNetwork {
    /// Training pass over pictures or features and the reports of their studies.
    func forward(_ input: TrainingBatch.Input, tokens: TokenBatch, _ pass: ForwardPass) -> ReportNetworkOutput {
        forward(features: input.features(self, pass), tokens: tokens, pass)
    }
}

/// The weight of a batch in a step's losses.
struct BatchWeight {
    /// Number of targets that are not padding.
    let words: Int
    /// Sum of the findings' weights.
    let findings: Float

    init(tokens: TokenBatch, mask: [Float]) {
        words = tokens.targets.count { $0 != Token.pad }
        findings = mask.reduce(0, +)
    }
}

/// Makes batches of studies. Everything random depends only on the seed, the study and the epoch.
struct BatchMaker {
    let configuration: TrainingConfiguration
    let network: ReportNetworkConfiguration
    let vocabulary: Vocabulary
    let weights: LossWeights
    /// Names of the labels, for prompts.
    let labels: [String]
    /// Features from a frozen trunk.
    var features: TrunkFeatures?

    /// Makes a batch as one epoch sees it: augmented pictures and that epoch's wording. Epoch 0 is for validation:
    /// unchanged pictures and the wording that drafts are compared with.
    ///
    /// With several ranks, each gets the pictures of its part; its reports are padded to the longest of the whole
    /// batch.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func batch(
        of studies: [TrainingStudy], epoch: Int, group: any ProcessGroup = SingleProcess()
    ) throws -> TrainingBatch {
        let part = group.part(of: studies.count)
        let own = Array(studies[part])
        let possible = studies.map {
            configuration.promptsFindings ? $0.possibleFindings(seed: configuration.seed, edition: epoch) : []
        }
        let tokens = TokenBatch(
            reports: zip(studies, possible).map {
                vocabulary.encode(words: $0.words(seed: configuration.seed, edition: epoch, possible: $1))
            },
            prompts: configuration.promptsFindings
                ? zip(studies, possible).map { $0.prompt(labels: labels, possible: $1, vocabulary) } : nil,
            longest: longest)
        return TrainingBatch(
            input: try input(of: own, epoch: epoch), tokens: tokens.rows(part), targets: own.flatMap(\.targets),
            mask: own.flatMap(weights.mask),
            studies: zip(studies, possible).map { .init(statuses: $0.labels, content: $0.content(possible: $1)) },
            whole: BatchWeight(tokens: tokens, mask: studies.flatMap(weights.mask)))
    }

    /// Maximum tokens of a report. The configured length includes the begin token, as in R2Gen.
    private var longest: Int {
        let prompt = configuration.promptsFindings ? TrainingWords.longestPrompt(labels) : 0
        return min(configuration.text.maximumLength - 1, network.maxLength - prompt)
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

    /// The pictures as a tensor (B * V, S, S, channels).
    func images(of studies: [TrainingStudy], epoch: Int) throws -> Tensor {
        try TrainingPictures(
            preprocessing: configuration.preprocessing, augmentation: configuration.augmentation, network: network
        ).images(of: studies, seed: configuration.seed, epoch: epoch)
    }
}
