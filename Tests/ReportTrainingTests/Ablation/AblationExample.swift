import Foundation

@testable import ReportTraining

/// A small ablation that runs in about a second: a synthetic set, a small network, two variants.
enum AblationExample {
    static func configuration(
        variants: [AblationConfiguration.Variant] = [
            AblationConfiguration.Variant(name: "base", contrastive: nil),
            AblationConfiguration.Variant(
                name: "cosine", contrastive: ContrastiveSettings(projectionSize: 8, queueBatches: 1)),
        ],
        promptsFindings: Bool = false
    ) -> AblationConfiguration {
        AblationConfiguration(
            seed: 1, fold: .test,
            network: AblationConfiguration.Network(
                hiddenSize: 8, headCount: 2, feedForwardSize: 8, encoderLayers: 1, decoderLayers: 1, dropout: 0.1,
                imagePosition: .gridScale),
            optimization: AblationConfiguration.Optimization(
                batchSize: 8, weightDecay: 0.01, warmUpShare: 0.1, gradientNorm: 1),
            datasets: [
                AblationConfiguration.Dataset(
                    name: "synthetic", synthetic: studies, promptsFindings: promptsFindings,
                    base: AblationConfiguration.Stage(epochs: 2, learningRate: 0.01),
                    tuning: AblationConfiguration.Stage(epochs: 1, learningRate: 0.01))
            ],
            variants: variants)
    }

    static let studies = SyntheticStudies(
        seed: 3, trainStudies: 24, validationStudies: 6, testStudies: 24, gridSize: 3, width: 6, amplitude: 2,
        overlap: 0.5, anatomyDeviation: 0.1, noiseDeviation: 0.2)

    /// A folder that does not exist yet.
    static func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "ablation-\(UUID().uuidString)")
    }

    static func run(_ configuration: AblationConfiguration, seeds: Int = 2, in folder: URL, threads: Int = 1) throws
        -> AblationTable
    {
        try Ablation.run(
            configuration, seeds: seeds, relativeTo: folder, folder: AblationFolder(folder), threads: threads,
            progress: AblationProgress(handle: .nullDevice, isTerminal: false))
    }
}
