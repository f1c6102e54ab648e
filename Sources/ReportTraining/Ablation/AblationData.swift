import FindingLabels
import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors

/// One data set of the ablation: every view as features of the bundle's trunk, and the pictures if the trunk is trained.
struct AblationData: Sendable {
    let settings: AblationConfiguration.Dataset
    let dataset: StudyDataset
    /// Nil unless tuning trains the trunk too; `dataset` has the features of its starting weights.
    let trunk: AblationTrunk?
    /// Identifies the data: hashes of the split, of the reports with their labels, for films of the bundle's weights, and
    /// for a trained trunk of how its pictures are made.
    let source: String
    /// Number of positions per study and feature size.
    let positions: Int
    let width: Int

    /// Studies of one forward pass with their reports in one edition.
    struct Batch {
        let input: TrainingBatch.Input
        let tokens: TokenBatch
        /// The studies as the contrastive loss compares them.
        let studies: [ContrastiveObjective.Study]
    }

    /// Generates the synthetic set, or reads the films and runs the bundle's trunk over them once. Relative paths are
    /// resolved against `folder`.
    ///
    /// Throws `DatasetError`, `ImagingError`, `ReportGenerationError` or `TrainingError`.
    init(_ settings: AblationConfiguration.Dataset, folder: URL) throws {
        self.settings = settings
        if let films = settings.films {
            let bundle = try ModelBundle(directory: URL(fileURLWithPath: films.bundle, relativeTo: folder))
            let read = try AblationFilms(URL(fileURLWithPath: films.root, relativeTo: folder), bundle)
            dataset = try read.encoded()
            trunk = try films.trunkLearningRate.map { try read.trunk(learningRate: $0) }
            let recipe = try trunk.map { [try $0.recipe()] } ?? []
            let origin = [dataset.splitSHA256, Self.reports(dataset), bundle.weightsSHA256]
            source = (origin + recipe).joined(separator: " ")
            (positions, width) = (bundle.configuration.network.positionCount, bundle.configuration.network.featureSize)
        } else if let synthetic = settings.synthetic {
            (dataset, trunk) = (try synthetic.dataset(), nil)
            source = [dataset.splitSHA256, Self.reports(dataset)].joined(separator: " ")
            (positions, width) = (synthetic.gridSize * synthetic.gridSize, synthetic.width)
        } else {
            throw TrainingError.invalidConfiguration("\(settings.name) has neither films nor synthetic")
        }
    }

    /// SHA-256 of all reports, in the wording of edition 0, and labels.
    static func reports(_ dataset: StudyDataset) -> String {
        let lines = Fold.allCases.flatMap { fold in
            dataset[fold].map { study in
                let labels = study.labels.map(\.rawValue).joined(separator: " ")
                return "\(study.id): \(labels): \(study.words(seed: 0, edition: 0).joined(separator: " "))\n"
            }
        }
        return ModelBundle.hash(Data(lines.joined().utf8))
    }

    /// All words that the reports' grammar can produce, and those of prompts if the decoder gets them.
    var vocabulary: Vocabulary {
        Vocabulary(reports: grammar?.sentences ?? [], labels: settings.promptsFindings ? dataset.labels : nil)
    }

    private var grammar: (sentences: [[String]], longest: Int)? { TrainingWords.grammar(of: dataset[.train]) }

    /// The network for these studies. If the trunk is frozen, the network's own has minimal size and is never run.
    func network(_ settings: AblationConfiguration.Network) -> ReportNetworkConfiguration {
        let side = Int(Double(positions).squareRoot().rounded())
        let prompt = self.settings.promptsFindings ? TrainingWords.longestPrompt(dataset.labels) : 0
        var shape = ReportNetworkConfiguration(
            imageSize: side * 4, trunkWidths: [1, width], trunkBlocks: [1, 1], hiddenSize: settings.hiddenSize,
            headCount: settings.headCount, feedForwardSize: settings.feedForwardSize,
            encoderLayers: settings.encoderLayers, decoderLayers: settings.decoderLayers,
            vocabularySize: vocabulary.count, maxLength: (grammar?.longest ?? 0) + prompt, dropout: settings.dropout,
            labelCount: dataset.labels.count)
        guard let trained = trunk?.configuration else { return shape }
        (shape.imageSize, shape.channels, shape.viewCount) = (trained.imageSize, trained.channels, trained.viewCount)
        (shape.trunkBlock, shape.trunkStem) = (trained.trunkBlock, trained.trunkStem)
        (shape.trunkWidths, shape.trunkBlocks) = (trained.trunkWidths, trained.trunkBlocks)
        return shape
    }

    /// The studies as one epoch sees them, with their reports in that edition.
    func batch(
        _ studies: [TrainingStudy], vocabulary: Vocabulary, seed: UInt64, edition: Int, isFrozen: Bool = false
    ) throws -> Batch {
        let possible = studies.map {
            settings.promptsFindings ? $0.possibleFindings(seed: seed, edition: edition) : []
        }
        let tokens = TokenBatch(
            reports: zip(studies, possible).map {
                vocabulary.encode(words: $0.words(seed: seed, edition: edition, possible: $1))
            },
            prompts: zip(studies, possible).map { prompt($0, possible: $1, vocabulary) })
        return Batch(
            input: try input(of: studies, seed: seed, epoch: edition, isFrozen: isFrozen), tokens: tokens,
            studies: zip(studies, possible).map { .init(statuses: $0.labels, content: $0.content(possible: $1)) })
    }

    /// What the network reads of the studies: their pictures if the trunk is trained, as an epoch sees them, else their
    /// features. Epoch 0 has the pictures unchanged. With `isFrozen` it reads features even if tuning trains the trunk.
    ///
    /// Throws `ImagingError` for a picture that cannot be read.
    func input(
        of studies: [TrainingStudy], seed: UInt64 = 0, epoch: Int = 0, isFrozen: Bool = false
    ) throws -> TrainingBatch.Input {
        guard let trunk, !isFrozen else { return .features(features(of: studies)) }
        return .images(try trunk.images(of: studies, seed: seed, epoch: epoch))
    }

    /// The features (B, P, C) of the studies, of the starting weights if the trunk is trained.
    private func features(of studies: [TrainingStudy]) -> Tensor {
        let values = studies.flatMap { study in
            if case .features(let values) = study.views.first { values } else { [Float]() }
        }
        return Tensor(values, shape: [studies.count, positions, width])
    }

    /// The decoder's prompt: the study's labels as they are given. Empty without prompts.
    func prompt(_ study: TrainingStudy, possible: Set<Int> = [], _ vocabulary: Vocabulary) -> [Int32] {
        settings.promptsFindings ? study.prompt(labels: dataset.labels, possible: possible, vocabulary) : []
    }

    /// Consecutive parts of a list, each small enough for one forward pass.
    static func parts<Element>(_ all: [Element]) -> [[Element]] {
        stride(from: 0, to: all.count, by: partSize).map { Array(all[$0..<min($0 + partSize, all.count)]) }
    }

    private static let partSize = 64
}
