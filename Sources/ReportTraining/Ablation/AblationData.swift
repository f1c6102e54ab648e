import FindingLabels
import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import Tensors

/// One data set of the ablation, with every view encoded as features.
struct AblationData: Sendable {
    let settings: AblationConfiguration.Dataset
    let dataset: StudyDataset
    /// Identifies the data: hashes of the split and, for films, of the bundle's weights.
    let source: String
    /// Number of positions per study and feature size.
    let positions: Int
    let width: Int

    /// Generates the synthetic set, or reads the films and runs the bundle's frozen trunk over them once. The bundle's
    /// split is kept, because its trunk was trained on the training fold. Relative paths are resolved against `folder`.
    ///
    /// Throws `DatasetError`, `ImagingError`, `ReportGenerationError` or `TrainingError`.
    init(_ settings: AblationConfiguration.Dataset, folder: URL) throws {
        self.settings = settings
        if let films = settings.films {
            let bundle = try ModelBundle(directory: URL(fileURLWithPath: films.bundle, relativeTo: folder))
            dataset = try Self.films(URL(fileURLWithPath: films.root, relativeTo: folder), bundle)
            source = dataset.splitSHA256 + " " + bundle.weightsSHA256
            (positions, width) = (bundle.configuration.network.positionCount, bundle.configuration.network.featureSize)
        } else if let synthetic = settings.synthetic {
            dataset = try synthetic.dataset()
            source = dataset.splitSHA256
            (positions, width) = (synthetic.gridSize * synthetic.gridSize, synthetic.width)
        } else {
            throw TrainingError.invalidConfiguration("\(settings.name) has neither films nor synthetic")
        }
    }

    private static func films(_ root: URL, _ bundle: ModelBundle) throws -> StudyDataset {
        let configuration = bundle.configuration
        let films = try NIHDataset.read(
            root: root, split: bundle.provenance.split, preprocessing: configuration.preprocessing)
        guard films.splitSHA256 == bundle.provenance.splitSHA256 else { throw TrainingError.otherSplit }
        let network = ReportNetwork(configuration.network, seed: 0)
        try network.load(bundle.checkpoint)
        let (size, channels) = (configuration.preprocessing.size, configuration.network.channels)
        let folds = try films.folds.mapValues { studies in
            try studies.map { film in
                var study = film
                let values = try film.shownViews(configuration.network.viewCount).flatMap {
                    try $0.values(configuration.preprocessing)
                }
                let images = Tensor(values, shape: [configuration.network.viewCount, size, size, channels])
                study.views = [.features(network.features(of: images, ForwardPass.inference()).array())]
                return study
            }
        }
        return try StudyDataset(labels: films.labels, split: folds)
    }

    /// All words that the reports' grammar can produce, and those of prompts if the decoder gets them.
    var vocabulary: Vocabulary {
        Vocabulary(reports: grammar?.sentences ?? [], labels: settings.promptsFindings ? dataset.labels : nil)
    }

    private var grammar: (sentences: [[String]], longest: Int)? { TrainingWords.grammar(of: dataset[.train]) }

    /// The network for these features. Its own trunk has minimal size and is never run.
    func network(_ settings: AblationConfiguration.Network) -> ReportNetworkConfiguration {
        let side = Int(Double(positions).squareRoot().rounded())
        return ReportNetworkConfiguration(
            imageSize: side * 4, trunkWidths: [1, width], trunkBlocks: [1, 1], hiddenSize: settings.hiddenSize,
            headCount: settings.headCount, feedForwardSize: settings.feedForwardSize,
            encoderLayers: settings.encoderLayers, decoderLayers: settings.decoderLayers,
            vocabularySize: vocabulary.count,
            maxLength: (grammar?.longest ?? 0) + (self.settings.promptsFindings ? dataset.labels.count + 1 : 0),
            dropout: settings.dropout, labelCount: dataset.labels.count)
    }

    /// Features (B, P, C) of the studies and their reports in one edition.
    func batch(_ studies: [TrainingStudy], vocabulary: Vocabulary, seed: UInt64, edition: Int)
        -> (features: Tensor, tokens: TokenBatch)
    {
        let cases = studies.map { study in
            let possible = possible(study, seed: seed, edition: edition)
            return (study, study.words(seed: seed, edition: edition, possible: possible), possible)
        }
        return batch(cases, vocabulary: vocabulary)
    }

    /// Features of studies with any report each, and the findings that it calls possible.
    func batch(_ cases: [(study: TrainingStudy, words: [String], possible: Set<Int>)], vocabulary: Vocabulary)
        -> (features: Tensor, tokens: TokenBatch)
    {
        let values = cases.flatMap { item in
            if case .features(let values) = item.study.views.first { values } else { [Float]() }
        }
        let tokens = TokenBatch(
            reports: cases.map { vocabulary.encode(words: $0.words) },
            prompts: cases.map { prompt($0.study, possible: $0.possible, vocabulary) })
        return (Tensor(values, shape: [cases.count, positions, width]), tokens)
    }

    /// The findings that the prompt of a study calls possible in an edition; none without prompts.
    func possible(_ study: TrainingStudy, seed: UInt64, edition: Int) -> Set<Int> {
        settings.promptsFindings ? study.possibleFindings(seed: seed, edition: edition) : []
    }

    /// The prompt of a study: its labels as they are given. Empty without prompts.
    func prompt(_ study: TrainingStudy, possible: Set<Int>, _ vocabulary: Vocabulary) -> [Int32] {
        guard settings.promptsFindings else { return [] }
        return vocabulary.prompt(
            study.positives.union(possible).sorted().map {
                (dataset.labels[$0], possible.contains($0) ? .possible : .present)
            })
    }
}
