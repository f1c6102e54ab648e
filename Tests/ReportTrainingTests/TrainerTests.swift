import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import Testing

@testable import ReportTraining

/// Training of a very small network on pictures where sickness is a bright square.
struct TrainerTests {
    static func configuration(epochs: Int) -> TrainingConfiguration {
        TrainingConfiguration(
            name: "test", version: "1", seed: 5, split: SplitRule(seed: 1),
            preprocessing: Preprocessing(size: 16, clippedShare: 0),
            network: TrainingConfiguration.NetworkSettings(
                channels: 1, viewCount: 1, trunkBlock: .basic, trunkStem: .small, trunkWidths: [8, 16],
                trunkBlocks: [1, 1], hiddenSize: 32, headCount: 2,
                feedForwardSize: 64, encoderLayers: 1, decoderLayers: 1, dropout: 0),
            augmentation: Augmentation(shift: 0.02, scale: 0.02, rotation: 2, contrast: 0.05, gamma: 0.2),
            optimization: TrainingConfiguration.Optimization(
                epochs: epochs, batchSize: 8, learningRate: 0.003, weightDecay: 0.01, warmUpShare: 0.1,
                gradientNorm: 1, findingWeight: 2, largestPositiveWeight: 2),
            text: TrainingConfiguration.TextSettings(minimumOccurrences: 1, maximumLength: 256),
            promptsFindings: true, beamCount: 2)
    }

    private func train(seed: UInt64, epochs: Int, in folder: URL) throws -> TrainingOutcome {
        let data = try SyntheticDataset(patients: 40)
        var configuration = Self.configuration(epochs: epochs)
        configuration.seed = seed
        try ReportGenerator.prepare(threads: 1)
        let dataset = try NIHDataset.read(
            root: data.root, split: SplitRule(seed: 1), preprocessing: configuration.preprocessing)
        let trainer = Trainer(configuration: configuration, dataset: dataset)
        return try trainer.run(folder: RunFolder(folder), progress: nil)
    }

    private func withFolder<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    @Test func `training lowers the losses and leaves a run folder`() throws {
        try withFolder { folder in
            let outcome = try train(seed: 5, epochs: 5, in: folder)
            let first = try #require(outcome.history.first)
            let last = try #require(outcome.history.last)
            #expect(last.textLoss < 0.8 * first.textLoss)
            #expect(last.findingLoss < first.findingLoss)
            #expect(last.validationTextLoss < first.validationTextLoss)
            let metrics = try String(contentsOf: folder.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
            let lines = metrics.split(separator: "\n")
            #expect(try JSONDecoder().decode(EpochMetrics.self, from: Data(lines[4].utf8)) == last)
            for name in ["configuration.json", "curves.svg", "best.safetensors", "last.safetensors"] {
                #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
            }
            #expect(
                try SafeTensors.read(folder.appendingPathComponent("best.safetensors")).tensors
                    == outcome.checkpoint.tensors)
        }
    }

    @Test func `the same seed gives the same losses, another seed others`() throws {
        let losses = try [5, 5, 6].map { seed in
            try withFolder { folder in
                try train(seed: seed, epochs: 1, in: folder).history.map { [$0.textLoss, $0.findingLoss] }
            }
        }
        #expect(losses[0] == losses[1])
        #expect(losses[0] != losses[2])
    }
}
