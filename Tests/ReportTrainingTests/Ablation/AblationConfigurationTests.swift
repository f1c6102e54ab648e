import Foundation
import TestHarness
import Testing

@testable import ReportTraining

@Suite struct AblationConfigurationTests {
    private static let file = packageRoot.appending(path: "etc/thorax-model-ablation.json")

    /// Reads the shipped file with one change to its text.
    private func read(replacing old: String, with new: String) throws -> AblationConfiguration {
        let text = try String(contentsOf: Self.file, encoding: .utf8)
        try #require(text.contains(old))
        let changed = AblationExample.folder().appendingPathExtension("json")
        defer { try? FileManager.default.removeItem(at: changed) }
        try text.replacing(old, with: new).write(to: changed, atomically: true, encoding: .utf8)
        return try AblationConfiguration.read(changed)
    }

    @Test func `the shipped file has every required variant`() throws {
        let configuration = try AblationConfiguration.read(Self.file)
        #expect(configuration.fold == .test)
        #expect(configuration.datasets.map(\.name) == ["nih1000", "synthetic"])
        let contrastive = configuration.variants.map(\.contrastive)
        #expect(contrastive[0] == nil)
        #expect(contrastive[1]?.similarity == SimilarityMeasure.none)
        #expect(contrastive.contains { $0?.similarity == .binary && $0?.beta == 1 })
        #expect(contrastive.contains { $0?.similarity == .cosine && $0?.control == ContrastiveSettings.Control.none })
        #expect(contrastive.contains { $0?.similarity == .jaccard })
        #expect(contrastive.contains { $0?.control == .shuffledLabels })
    }

    @Test func `a variant states only what differs from the common settings`() throws {
        let variants = try AblationConfiguration.read(Self.file).variants
        let (plain, jaccard) = (try #require(variants[3].contrastive), try #require(variants[4].contrastive))
        var expected = plain
        expected.similarity = .jaccard
        #expect(jaccard == expected)
    }

    @Test(arguments: [
        ("\"resamples\"", "\"resampels\": 1, \"resamples\""), ("\"pooling\"", "\"poling\": 1, \"pooling\""),
        ("\"overlap\"", "\"overlop\": 1, \"overlap\""), ("\"lambda\": 0.", "\"lambda\": 7."),
        ("\"fold\": \"test\"", "\"fold\": \"exam\""), ("\"name\": \"InfoNCE\"", "\"name\": \"binary\""),
        ("\"films\"", "\"flims\""), ("\"width\": 32,", ""),
    ])
    func `an invalid file is refused`(old: String, new: String) {
        #expect(throws: TrainingError.self) { try read(replacing: old, with: new) }
    }
}
