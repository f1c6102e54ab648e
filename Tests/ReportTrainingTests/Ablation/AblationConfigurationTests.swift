import Foundation
import TestHarness
import Testing

@testable import ReportTraining

@Suite struct AblationConfigurationTests {
    private static let file = packageRoot.appending(path: "etc/thorax-model-ablation.json")

    private static let trunkFile = packageRoot.appending(path: "etc/thorax-model-ablation-trunk.json")

    /// Reads the shipped file with one change to its text.
    private func read(replacing old: String, with new: String) throws -> AblationConfiguration {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        try #require(text.contains(old))
        let changed = AblationExample.folder().appendingPathExtension("json")
        defer { try? FileManager.default.removeItem(at: changed) }
        try text.replacing(old, with: new).write(to: changed, atomically: true, encoding: .utf8)
        return try AblationConfiguration.read(changed)
    }

    @Test(arguments: [
        (#"{ "seed": 1, "fold": 3 }"#, "c.json line 1: "),
        ("{\n\"seed\": \"x\"\n}", "c.json line 2: seed must be a whole number"),
        ("{\n\"seed\": 1\n", "c.json: not valid JSON: "), ("", "c.json: not valid JSON: "),
    ])
    func `an error names the file, the line and the key`(text: String, words: String) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ablation-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let file = folder.appending(path: "c.json")
        try Data(text.utf8).write(to: file)
        let error = #expect(throws: TrainingError.self) { try AblationConfiguration.read(file) }
        let said = error.map { "\($0)" } ?? ""
        #expect(said.contains(words) && !said.contains("codingPath"), "\(said)")
    }

    @Test func `the shipped file has every required variant`() throws {
        let configuration = try AblationConfiguration.read(Self.file)
        #expect(configuration.fold == .test)
        let sizes = configuration.datasets.compactMap(\.synthetic?.trainStudies)
        #expect(sizes == [500, 500, 1500, 1500, 6000, 6000])
        #expect(configuration.datasets.map(\.promptsFindings) == [false, true, false, true, false, true, false])
        #expect(configuration.datasets.last?.films != nil)
        let variants = configuration.variants
        #expect(variants[0].contrastive == nil)
        for similarity in [SimilarityMeasure.none, .binary, .cosine, .jaccard] {
            let settings = variants.compactMap(\.contrastive).filter {
                $0.similarity == similarity && $0.control == .none
            }
            #expect(settings.contains { $0.textStates == .withoutImage && $0.falseNegatives == .drop })
            #expect(settings.contains { $0.textStates == .withImage && $0.falseNegatives == .keep })
        }
        #expect(variants.contains { $0.contrastive?.control == .shuffledLabels })
        #expect(variants.contains { $0.contrastive?.control == .constantWeight })
    }

    @Test func `the shipped file for a trained trunk differs from the other only in the trunk and in its length`()
        throws
    {
        var trained = try AblationConfiguration.read(Self.trunkFile)
        var frozen = try AblationConfiguration.read(Self.file)
        #expect(trained.datasets.first?.films?.trunkLearningRate != nil)
        trained.datasets[0].films?.trunkLearningRate = nil
        trained.datasets[0].name = "nih1000"
        frozen.datasets.removeAll { $0.films == nil }
        #expect(trained.variants.count > 3 && trained.variants.first == frozen.variants.first)
        frozen.variants.removeAll { !trained.variants.contains($0) }
        #expect(trained == frozen)
    }

    @Test func `a learning rate of the trunk that is not positive is refused`() throws {
        var configuration = try AblationConfiguration.read(Self.trunkFile)
        configuration.datasets[0].films?.trunkLearningRate = 0
        #expect(configuration.fault == "trunkLearningRate is not positive")
    }

    /// The sum of the weights acts like a larger batch by itself, so each similarity is compared with itself on shuffled labels.
    @Test(arguments: [
        "binary", "LCCL cosine", "LCCL Jaccard", "LCCL cosine, beta 50",
    ])
    func `a variant with labels is compared with shuffled labels of the same similarity and beta`(name: String) throws {
        let variants = try AblationConfiguration.read(Self.file).variants
        let variant = try #require(variants.first { $0.name == name })
        let control = try #require(variants.first { $0.name == variant.control })
        var expected = try #require(variant.contrastive)
        #expect(expected.control == .none)
        expected.control = .shuffledLabels
        #expect(control.contrastive == expected)
    }

    @Test func `there are controls with a constant weight for both strengths of the weight`() throws {
        let variants = try AblationConfiguration.read(Self.file).variants.compactMap(\.contrastive)
        for beta: Float in [1, 50] {
            #expect(variants.contains { $0.control == .constantWeight && $0.beta == beta })
        }
    }

    @Test func `a variant states only what differs from the common contrastive settings`() throws {
        let variants = try AblationConfiguration.read(Self.file).variants
        func settings(_ name: String) throws -> ContrastiveSettings {
            try #require(variants.first { $0.name == name }?.contrastive)
        }
        let (plain, jaccard) = (try settings("LCCL cosine"), try settings("LCCL Jaccard"))
        var expected = plain
        expected.similarity = .jaccard
        #expect(jaccard == expected)
    }

    @Test func `a data set states only what differs from the common synthetic studies`() throws {
        let sets = try AblationConfiguration.read(Self.file).datasets.compactMap(\.synthetic)
        var expected = sets[0]
        expected.trainStudies = 6000
        #expect(sets.last == expected)
    }

    @Test(arguments: [
        ("\"fold\"", "\"folt\": 1, \"fold\""), ("\"control\": \"shuffled labels\"", "\"control\": \"nothing\""),
        ("\"pooling\"", "\"poling\": 1, \"pooling\""),
        ("\"overlap\"", "\"overlop\": 1, \"overlap\""), ("\"lambda\": 0.", "\"lambda\": 7."),
        ("\"fold\": \"test\"", "\"fold\": \"exam\""), ("\"name\": \"InfoNCE\"", "\"name\": \"binary\""),
        ("\"promptsFindings\": false,", ""),
        ("\"films\"", "\"flims\""), ("\"width\": 24,", ""),
    ])
    func `an invalid file is refused`(old: String, new: String) {
        #expect(throws: TrainingError.self) { try read(replacing: old, with: new) }
    }
}
