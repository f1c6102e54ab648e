import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

/// Trains a very small network on pictures in which a bright square marks abnormal films.
@Suite(.blocking) struct TrainerTests {
    static func configuration(epochs: Int) -> TrainingConfiguration {
        TrainingConfiguration(
            name: "test", version: "1", seed: 5, split: SplitRule(seed: 1),
            preprocessing: Preprocessing(size: 16, clippedShare: 0),
            network: TrainingConfiguration.NetworkSettings(
                viewCount: 1, trunkBlock: .basic, trunkStem: .small, trunkWidths: [8, 16], trunkBlocks: [1, 1],
                hiddenSize: 32, headCount: 2, feedForwardSize: 64, encoderLayers: 1, decoderLayers: 1, dropout: 0),
            start: TrainingConfiguration.Start(),
            augmentation: Augmentation(shift: 0.02, scale: 0.02, rotation: 2, contrast: 0.05, gamma: 0.2),
            text: TrainingConfiguration.TextSettings(pipeline: .clinical, minimumOccurrences: 1, maximumLength: 256),
            optimization: TrainingConfiguration.Optimization(
                epochs: epochs, batchSize: 8, accumulationSteps: 1, method: .adamW, learningRate: 0.003,
                trunkLearningRate: 0.003, weightDecay: 0.01, schedule: .warmUpCosine(warmUpShare: 0.1),
                clipping: .norm(limit: 1), findingWeight: 2, largestPositiveWeight: 2, contrastiveFromEpoch: 1),
            objective: nil, promptsFindings: true, beamCount: 2)
    }

    private func dataset(_ data: SyntheticDataset) throws -> StudyDataset {
        try ReportGenerator.prepare(threads: 1)
        return try NIHDataset.read(
            root: data.root, split: SplitRule(seed: 1), preprocessing: Self.configuration(epochs: 1).preprocessing)
    }

    private func train(
        epochs: Int, in folder: URL, changing change: (inout TrainingConfiguration) -> Void = { _ in }
    ) throws -> TrainingOutcome {
        let data = try SyntheticDataset(patients: 40)
        var configuration = Self.configuration(epochs: epochs)
        change(&configuration)
        return try Trainer(configuration: configuration, dataset: dataset(data)).run(
            folder: RunFolder(folder), progress: nil)
    }

    private func withFolder<Result>(_ body: (URL) throws -> Result) rethrows -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("run-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder)
    }

    @Test func `training lowers the losses and writes a run folder`() throws {
        try withFolder { folder in
            let outcome = try train(epochs: 5, in: folder)
            let first = try #require(outcome.history.first)
            let last = try #require(outcome.history.last)
            #expect(last.textLoss < 0.8 * first.textLoss)
            #expect(last.findingLoss < first.findingLoss)
            #expect(last.validationTextLoss < first.validationTextLoss)
            let metrics = try String(contentsOf: folder.appendingPathComponent("metrics.jsonl"), encoding: .utf8)
            let lines = metrics.split(separator: "\n")
            #expect(try JSONDecoder().decode(EpochMetrics.self, from: Data(lines[4].utf8)) == last)
            for name in [
                "configuration.json", "curves.svg", "best.safetensors", "last.safetensors", "state.safetensors",
            ] {
                #expect(FileManager.default.fileExists(atPath: folder.appendingPathComponent(name).path))
            }
            #expect(
                try SafeTensors.read(folder.appendingPathComponent("best.safetensors")).tensors
                    == outcome.checkpoint.tensors)
        }
    }

    @Test func `the same seed gives the same losses and another seed different ones`() throws {
        let losses = try [UInt64(5), 5, 6].map { seed in
            try withFolder { folder in
                try train(epochs: 1, in: folder) { $0.seed = seed }.history.map { [$0.textLoss, $0.findingLoss] }
            }
        }
        #expect(losses[0] == losses[1])
        #expect(losses[0] != losses[2])
    }

    /// Freezes the trunk and turns augmentation off, so that no result depends on batch statistics.
    private func frozen(_ configuration: inout TrainingConfiguration) {
        configuration.start.trunkFrozen = true
        configuration.augmentation = nil
    }

    @Test func `two small batches give the same step as one large batch`() throws {
        let outcomes = try [(batch: 8, steps: 1), (batch: 4, steps: 2)].map { size in
            try withFolder { folder in
                try train(epochs: 2, in: folder) {
                    frozen(&$0)
                    $0.optimization.batchSize = size.batch
                    $0.optimization.accumulationSteps = size.steps
                }
            }
        }
        for (large, small) in zip(outcomes[0].history, outcomes[1].history) {
            #expect(large.steps == small.steps)
            #expect(abs(large.textLoss - small.textLoss) < 1e-4)
            #expect(abs(large.validationTextLoss - small.validationTextLoss) < 1e-4)
            #expect(abs(large.validationFindingLoss - small.validationFindingLoss) < 1e-4)
        }
    }

    @Test func `a frozen trunk stays unchanged, and its cached features train the rest`() throws {
        let data = try SyntheticDataset(patients: 40)
        var configuration = Self.configuration(epochs: 3)
        frozen(&configuration)
        try withFolder { folder in
            let trainer = try Trainer(configuration: configuration, dataset: dataset(data))
            let before = trainer.network.checkpoint().tensors
            let outcome = try trainer.run(folder: RunFolder(folder), progress: nil)
            let after = outcome.checkpoint.tensors
            for (name, tensor) in before {
                #expect((after[name] == tensor) == name.hasPrefix("trunk."), "\(name)")
            }
            #expect(outcome.history[2].textLoss < outcome.history[0].textLoss)
            let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            let features = try #require(files.first { $0.hasSuffix(".f32") })
            let size = try folder.appendingPathComponent(features).resourceValues(forKeys: [.fileSizeKey]).fileSize
            let count = trainer.dataset[.train].count + trainer.dataset[.validation].count
            #expect(size == count * 4 * 4 * 16 * 4)
            // Running the trunk on the pictures gives the same result as the cached features.
            let cached = try trainer.validate()
            let fresh = try Trainer(configuration: configuration, dataset: dataset(data))
            try fresh.network.load(try SafeTensors.read(folder.appendingPathComponent("last.safetensors")))
            let pairs = zip(try fresh.validate().scores.joined(), cached.scores.joined())
            #expect(pairs.allSatisfy { abs($0 - $1) < 1e-4 })
        }
    }

    private func imagePosition(_ checkpoint: Checkpoint) throws -> [Float] {
        try #require(checkpoint.tensors["image_position"]).values
    }

    @Test func `a run starts the image position at the scale of the grid, but keeps that of initial weights`() throws {
        let data = try SyntheticDataset(patients: 40)
        var configuration = Self.configuration(epochs: 1)
        // Too small to change a weight.
        (configuration.optimization.learningRate, configuration.optimization.trunkLearningRate) = (1e-9, 1e-9)
        try withFolder { folder in
            let trainer = try Trainer(configuration: configuration, dataset: dataset(data))
            let initial = trainer.network.checkpoint()
            let start = try imagePosition(initial)
            let scaled = try imagePosition(
                trainer.run(folder: RunFolder(folder.appendingPathComponent("new")), progress: nil).checkpoint)
            let factor = scaled[0] / start[0]
            #expect(factor > 5 && zip(scaled, start).allSatisfy { abs($0 - factor * $1) < 1e-4 }, "\(factor)")

            let weights = folder.appendingPathComponent("initial.safetensors")
            try SafeTensors.write(initial, to: weights)
            configuration.start.initialWeights = weights.path
            let continued = try Trainer(configuration: configuration, dataset: dataset(data)).run(
                folder: RunFolder(folder.appendingPathComponent("continued")), progress: nil)
            #expect(zip(try imagePosition(continued.checkpoint), start).allSatisfy { abs($0 - $1) < 1e-6 })
        }
    }

    @Test func `a resumed run keeps its image position`() throws {
        let data = try SyntheticDataset(patients: 40)
        let configuration = Self.configuration(epochs: 1)
        try withFolder { folder in
            let trainer = try Trainer(configuration: configuration, dataset: dataset(data))
            _ = try trainer.run(folder: RunFolder(folder), progress: nil)
            let resumed = try Trainer(configuration: configuration, dataset: dataset(data))
            _ = try resumed.run(folder: RunFolder(folder), resuming: true, progress: nil)
            #expect(try imagePosition(resumed.network.checkpoint()) == imagePosition(trainer.network.checkpoint()))
        }
    }

    @Test func `the contrastive loss starts at its epoch and lets images retrieve their texts`() throws {
        let outcome = try withFolder { folder in
            try train(epochs: 4, in: folder) {
                $0.objective = ContrastiveSettings(projectionSize: 16)
                $0.optimization.contrastiveFromEpoch = 2
            }
        }
        #expect(outcome.history.map { $0.contrastiveLoss != nil } == [false, true, true, true])
        #expect(outcome.history[0].validationRecallAt5 == nil)
        let (second, last) = (outcome.history[1], outcome.history[3])
        #expect(try #require(last.contrastiveLoss) < #require(second.contrastiveLoss))
        #expect(try #require(last.validationAlignment) > #require(last.validationBackground))
    }

    @Test func `AMSGrad, a step schedule and clipping by value also train`() throws {
        let outcome = try withFolder { folder in
            try train(epochs: 4, in: folder) {
                $0.optimization.method = .amsgrad
                $0.optimization.schedule = .step(epochs: 2, factor: 0.5)
                $0.optimization.clipping = .value(limit: 0.1)
            }
        }
        #expect(
            outcome.history.map { abs($0.learningRate / 0.003) }.map { ($0 * 100).rounded() } == [100, 100, 50, 50])
        #expect(outcome.history[3].textLoss < outcome.history[0].textLoss)
    }

    @Test func `weights that do not fit are refused with their path named`() throws {
        let data = try SyntheticDataset(patients: 40)
        var configuration = Self.configuration(epochs: 1)
        configuration.start.initialTrunk = "/absent/bundle"
        let error = #expect(throws: TrainingError.self) {
            try Trainer(configuration: configuration, dataset: dataset(data))
        }
        #expect(error?.description.contains("/absent/bundle") == true)
        try withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            let file = folder.appendingPathComponent("w.safetensors")
            configuration.start = TrainingConfiguration.Start(initialWeights: file.path)
            configuration.network.hiddenSize = 16
            let donor = try Trainer(configuration: Self.configuration(epochs: 1), dataset: dataset(data)).network
            try SafeTensors.write(donor.checkpoint(), to: file)
            #expect(throws: TrainingError.self) { try Trainer(configuration: configuration, dataset: dataset(data)) }
            // Only the trunk fits.
            configuration.start = TrainingConfiguration.Start(initialTrunk: file.path)
            configuration.seed = 77
            let trainer = try Trainer(configuration: configuration, dataset: dataset(data))
            let (mine, theirs) = (trainer.network.checkpoint().tensors, donor.checkpoint().tensors)
            #expect(mine.allSatisfy { !$0.key.hasPrefix("trunk.") || theirs[$0.key] == $0.value })
        }
    }
}
