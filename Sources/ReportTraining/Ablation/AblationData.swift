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

    /// All words that the grammar can produce, without prompts: the decoder gets only the features.
    var vocabulary: Vocabulary {
        Vocabulary(
            reports: ReportGrammar.claimsBySentence.keys.map { ReportText(findings: [$0], impression: []).words },
            labels: nil)
    }

    /// The network for these features. Its own trunk has minimal size and is never run.
    func network(_ settings: AblationConfiguration.Network) -> ReportNetworkConfiguration {
        let side = Int(Double(positions).squareRoot().rounded())
        return ReportNetworkConfiguration(
            imageSize: side * 4, trunkWidths: [1, width], trunkBlocks: [1, 1], hiddenSize: settings.hiddenSize,
            headCount: settings.headCount, feedForwardSize: settings.feedForwardSize,
            encoderLayers: settings.encoderLayers, decoderLayers: settings.decoderLayers,
            vocabularySize: vocabulary.count, maxLength: ReportGrammar.longestReport, dropout: settings.dropout,
            labelCount: dataset.labels.count)
    }

    /// Features (B, P, C) of the studies and their reports in one edition.
    func batch(_ studies: [TrainingStudy], vocabulary: Vocabulary, seed: UInt64, edition: Int)
        -> (features: Tensor, tokens: TokenBatch)
    {
        let values = studies.flatMap { study in
            if case .features(let values) = study.views.first { values } else { [Float]() }
        }
        let words = studies.map { vocabulary.encode(words: $0.words(seed: seed, edition: edition)) }
        return (Tensor(values, shape: [studies.count, positions, width]), TokenBatch(reports: words))
    }
}
