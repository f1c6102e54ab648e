import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors
import TestHarness
import Testing

@testable import ReportTraining

@Suite(.blocking) struct AblationTrunkTests {
    /// Films with a bundle that was trained on them for one epoch.
    private static let trained = Result { try TrainedFilms() }

    private let films: TrainedFilms
    init() throws { films = try Self.trained.get() }

    private func run(
        _ configuration: AblationConfiguration, seeds: Int = 2, in folder: AblationFolder, threads: Int = 1
    ) throws -> AblationTable {
        try Ablation.run(
            configuration, seeds: seeds, relativeTo: folder.url, folder: folder, threads: threads,
            progress: AblationProgress(handle: .nullDevice, isTerminal: false))
    }

    private func withFolder<Value>(_ body: (AblationFolder) throws -> Value) throws -> Value {
        let url = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: url) }
        return try body(AblationFolder(url))
    }

    @Test func `one thread and two give the same table, and a second call trains nothing again`() throws {
        let configuration = films.ablation(trunkLearningRate: 0.01)
        let (one, two) = try withFolder { folder in
            let table = try run(configuration, in: folder)
            // Equal including the durations, so nothing was run again.
            #expect(try run(configuration, in: folder) == table)
            return (table, try withFolder { try run(configuration, in: $0, threads: 2) })
        }
        let (first, second) = try (#require(one.sets.first), #require(two.sets.first))
        #expect(first.rows.map(\.measures) == second.rows.map(\.measures))
        #expect(first.rows.map(\.validationLoss) == second.rows.map(\.validationLoss))
        #expect(first.rows.map(\.seeds) == [1, 1, 1, 2, 2])
    }

    @Test func `the base has the bundle's trunk`() throws {
        let base = try withFolder { folder in
            _ = try run(films.ablation(trunkLearningRate: 0.01), seeds: 1, in: folder)
            return try SafeTensors.read(folder.url.appending(path: "synthetic-1.safetensors"))
        }
        let trunk = try films.trunk()
        #expect(!trunk.isEmpty && base.tensors.filter { $0.key.hasPrefix("trunk.") } == trunk)
    }

    @Test func `tuning trains the trunk`() throws {
        func loss(trunkLearningRate: Float) throws -> Double {
            let configuration = films.ablation(trunkLearningRate: trunkLearningRate)
            let data = try films.data(trunkLearningRate: trunkLearningRate)
            let progress = AblationProgress(handle: .nullDevice, isTerminal: false)
            let training = AblationTraining(configuration, data, seed: 1, progress: progress)
            let start = ReportNetwork(data.network(configuration.network), seed: 1)
            try #require(data.trunk).start(start)
            return try training.run(configuration.variants[0], from: start.checkpoint()).validationLoss
        }
        #expect(try loss(trunkLearningRate: 0.01) != loss(trunkLearningRate: 0.02))
    }

    @Test func `a frozen trunk gives the features that a trained one starts with`() throws {
        let (frozen, trained) = (
            try films.data(trunkLearningRate: nil), try films.data(trunkLearningRate: 0.01)
        )
        let studies = Array(frozen.dataset[.test].prefix(3))
        let network = ReportNetwork(trained.network(AblationExample.configuration().network), seed: 1)
        try #require(trained.trunk).start(network)
        let expected = try frozen.input(of: studies).features(network, .inference())
        let found = try trained.input(of: studies).features(network, .inference())
        #expect(found.shape == expected.shape)
        #expect(zip(found.array(), expected.array()).allSatisfy { abs($0 - $1) < 1e-4 })
        #expect(frozen.trunk == nil)
    }

    @Test func `runs are not reused for another learning rate or other pictures`() throws {
        func fingerprint(_ rate: Float?) throws -> String {
            let configuration = films.ablation(trunkLearningRate: rate)
            let source = try films.data(trunkLearningRate: rate).source
            return try configuration.fingerprint(configuration.datasets[0], configuration.variants[1], source: source)
        }
        #expect(Set([try fingerprint(nil), try fingerprint(0.01), try fingerprint(0.02)]).count == 3)
        let (frozen, trained) = (
            try films.data(trunkLearningRate: nil), try films.data(trunkLearningRate: 0.01)
        )
        #expect(trained.source == "\(frozen.source) \(try #require(trained.trunk).recipe())")
    }

    @Test func `pictures are augmented by epoch and seed, and unchanged in epoch 0`() throws {
        let data = try films.data(trunkLearningRate: 0.01)
        let trunk = try #require(data.trunk)
        let study = Array(data.dataset[.train].prefix(1))
        func picture(_ seed: UInt64, _ epoch: Int) throws -> [Float] {
            try trunk.images(of: study, seed: seed, epoch: epoch).array()
        }
        #expect(try picture(1, 0) == picture(2, 0))
        #expect(try picture(1, 1) == picture(1, 1))
        #expect(try Set([picture(1, 0), picture(1, 1), picture(1, 2), picture(2, 1)]).count == 4)
    }
}

/// Films and a bundle that was trained on them, in temporary folders.
private final class TrainedFilms: Sendable {
    private let root = FileManager.default.temporaryDirectory.appending(path: "trained-films-\(UUID().uuidString)")
    private let films: URL

    init() throws {
        let made = try SyntheticDataset(patients: 40)
        films = root.appending(path: "films")
        try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
        try FileManager.default.copyItem(at: made.root, to: films)
        let configuration = TrainerTests.configuration(epochs: 1)
        let dataset = try NIHDataset.read(
            root: films, split: configuration.split, preprocessing: configuration.preprocessing)
        _ = try BundleTraining.run(
            configuration: configuration, dataset: dataset, description: .nih,
            runFolder: RunFolder(root.appending(path: "run")), output: root.appending(path: "model"),
            command: "thorax-model train", threads: 1, progress: nil)
    }

    deinit { try? FileManager.default.removeItem(at: root) }

    /// The parameters and running statistics of the bundle's trunk.
    func trunk() throws -> [String: CheckpointTensor] {
        try ModelBundle(directory: root.appending(path: "model")).checkpoint.tensors.filter {
            $0.key.hasPrefix("trunk.")
        }
    }

    func ablation(trunkLearningRate: Float?) -> AblationConfiguration {
        var configuration = AblationExample.configuration()
        configuration.datasets[0].synthetic = nil
        configuration.datasets[0].films = AblationConfiguration.Dataset.Films(
            root: films.path, bundle: root.appending(path: "model").path, trunkLearningRate: trunkLearningRate)
        return configuration
    }

    func data(trunkLearningRate: Float?) throws -> AblationData {
        try AblationData(ablation(trunkLearningRate: trunkLearningRate).datasets[0], folder: root)
    }
}
