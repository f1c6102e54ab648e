import Foundation
import NeuralNetwork
import ReportGeneration
import Tensors
import TestHarness
import Testing

@testable import ReportTraining

@Suite(.blocking) struct AblationTrunkTests {
    private let films: SyntheticDataset
    private let folder = AblationExample.folder()
    private var bundle: URL { folder.appending(path: "model") }

    /// Films with a bundle that was trained on them for one epoch.
    init() throws {
        films = try SyntheticDataset(patients: 40)
        var configuration = TrainerTests.configuration(epochs: 1)
        configuration.augmentation = Augmentation(shift: 0.1, scale: 0.1, rotation: 5, contrast: 0.2, gamma: 0.2)
        let dataset = try NIHDataset.read(
            root: films.root, split: configuration.split, preprocessing: configuration.preprocessing)
        _ = try BundleTraining.run(
            configuration: configuration, dataset: dataset, description: .nih,
            runFolder: RunFolder(folder.appending(path: "run")), output: folder.appending(path: "model"),
            command: "thorax-model train", threads: 1, progress: nil)
    }

    private func configuration(trunkLearningRate: Float?) -> AblationConfiguration {
        var configuration = AblationExample.configuration()
        configuration.datasets[0].synthetic = nil
        configuration.datasets[0].films = AblationConfiguration.Dataset.Films(
            root: films.root.path, bundle: bundle.path, trunkLearningRate: trunkLearningRate)
        return configuration
    }

    private func data(trunkLearningRate: Float?) throws -> AblationData {
        try AblationData(configuration(trunkLearningRate: trunkLearningRate).datasets[0], folder: folder)
    }

    @Test func `a trained trunk starts from the bundle's weights, changes in both stages and is kept with the base`()
        throws
    {
        defer { try? FileManager.default.removeItem(at: folder) }
        let runs = try AblationFolder(folder.appending(path: "runs"))
        let configuration = configuration(trunkLearningRate: 0.01)
        #expect(configuration.fault == nil)
        let table = try Ablation.run(
            configuration, seeds: 1, relativeTo: folder, folder: runs, threads: 1,
            progress: AblationProgress(handle: .nullDevice, isTerminal: false))
        #expect(table.sets.first?.rows.map(\.seeds) == [1, 1, 1, 1, 1])
        let base = try SafeTensors.read(runs.url.appending(path: "synthetic-1.safetensors"))
        let start = try ModelBundle(directory: bundle).checkpoint
        let trunk = start.tensors.filter { $0.key.hasPrefix("trunk.") }
        #expect(Set(trunk.keys) == Set(base.tensors.keys.filter { $0.hasPrefix("trunk.") }))
        for (name, tensor) in trunk where name.hasSuffix("weight") {
            #expect(base.tensors[name]?.shape == tensor.shape && base.tensors[name]?.values != tensor.values, "\(name)")
        }

        let data = try AblationData(configuration.datasets[0], folder: folder)
        let network = ReportNetwork(data.network(configuration.network), seed: 1)
        try #require(data.trunk).start(network)
        let loaded = network.checkpoint().tensors
        #expect(trunk.allSatisfy { loaded[$0.key] == $0.value })
    }

    @Test func `a frozen trunk gives the features that a trained one starts with`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let (frozen, trained) = (try data(trunkLearningRate: nil), try data(trunkLearningRate: 0.01))
        #expect(frozen.trunk == nil && frozen.source == trained.source)
        let studies = Array(frozen.dataset[.test].prefix(3))
        let network = ReportNetwork(trained.network(AblationExample.configuration().network), seed: 1)
        try #require(trained.trunk).start(network)
        let expected = frozen.input(of: studies).features(network, .inference())
        let found = trained.input(of: studies).features(network, .inference())
        #expect(found.shape == expected.shape)
        #expect(zip(found.array(), expected.array()).allSatisfy { abs($0 - $1) < 1e-4 })

        func fingerprint(_ rate: Float?) throws -> String {
            let configuration = configuration(trunkLearningRate: rate)
            return try configuration.fingerprint(
                configuration.datasets[0], configuration.variants[1], source: frozen.source)
        }
        #expect(Set([try fingerprint(nil), try fingerprint(0.01), try fingerprint(0.02)]).count == 3)
    }

    @Test func `pictures are augmented by epoch and seed, and unchanged in epoch 0`() throws {
        defer { try? FileManager.default.removeItem(at: folder) }
        let data = try data(trunkLearningRate: 0.01)
        let trunk = try #require(data.trunk)
        let study = Array(data.dataset[.train].prefix(1))
        func picture(_ seed: UInt64, _ epoch: Int) -> [Float] {
            trunk.images(of: study, seed: seed, epoch: epoch).array()
        }
        #expect(picture(1, 0) == picture(2, 0))
        #expect(picture(1, 1) == picture(1, 1))
        #expect(Set([picture(1, 0), picture(1, 1), picture(1, 2), picture(2, 1)]).count == 4)
    }
}
