import Foundation
import ReportMetrics
import Testing

@testable import ReportTraining

@Suite struct AblationTests {
    /// The table without the durations, which vary.
    private func timeless(_ table: AblationTable) throws -> [String: [String: AblationTable.Spread]] {
        let rows = try #require(table.sets.first).rows
        return Dictionary(uniqueKeysWithValues: rows.map { ($0.name, $0.measures) })
    }

    @Test func `one thread and two give the same table, and a second call trains nothing again`() throws {
        let (one, two) = (AblationExample.folder(), AblationExample.folder())
        defer { for url in [one, two] { try? FileManager.default.removeItem(at: url) } }
        let first = try AblationExample.run(AblationExample.configuration(), in: one)
        let second = try AblationExample.run(AblationExample.configuration(), in: two, threads: 2)
        #expect(try timeless(first) == timeless(second))

        let files = try FileManager.default.contentsOfDirectory(atPath: one.path)
        #expect(
            Set(files) == [
                "synthetic-1.safetensors", "synthetic-2.safetensors", "synthetic-base-1.json", "synthetic-base-2.json",
                "synthetic-cosine-1.json", "synthetic-cosine-2.json",
            ])
        // Equal including the durations, so nothing was run again.
        #expect(try AblationExample.run(AblationExample.configuration(), in: one) == first)
    }

    @Test func `a deleted run is trained again and gives the same drafts`() throws {
        let folder = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = AblationExample.configuration()
        let first = try AblationExample.run(configuration, seeds: 1, in: folder)
        let file = folder.appending(path: "synthetic-cosine-1.json")
        let before = try JSONDecoder().decode(AblationRun.self, from: Data(contentsOf: file))
        try Data("cut sho".utf8).write(to: file)
        #expect(try timeless(AblationExample.run(configuration, seeds: 1, in: folder)) == timeless(first))
        let after = try JSONDecoder().decode(AblationRun.self, from: Data(contentsOf: file))
        #expect(after.drafts == before.drafts && after.retrieval == before.retrieval)
        // The base model may be missing too.
        try FileManager.default.removeItem(at: folder.appending(path: "synthetic-1.safetensors"))
        try FileManager.default.removeItem(at: file)
        #expect(try timeless(AblationExample.run(configuration, seeds: 1, in: folder)) == timeless(first))
    }

    @Test func `runs of another configuration are not reused`() throws {
        let folder = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = AblationExample.configuration()
        _ = try AblationExample.run(configuration, seeds: 1, in: folder)
        var other = configuration
        other.optimization.weightDecay = 0.5
        let (dataset, variant) = (configuration.datasets[0], configuration.variants[1])
        let source = try AblationData(dataset, folder: folder).source
        #expect(
            try configuration.fingerprint(dataset, variant, source: source)
                != other.fingerprint(dataset, variant, source: source))
        #expect(
            try configuration.fingerprint(dataset, variant, source: source)
                != configuration.fingerprint(dataset, variant, source: "other weights"))
        let store = try AblationFolder(folder)
        func isThere(_ configuration: AblationConfiguration) throws -> Bool {
            store.run(
                dataset: dataset.name, variant: variant.name, seed: 1,
                fingerprint: try configuration.fingerprint(dataset, variant, source: source)) != nil
        }
        #expect(try isThere(configuration))
        #expect(try !isThere(other))
    }

    @Test func `the table has baselines, variants, their differences and a figure`() throws {
        let folder = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let table = try AblationExample.run(AblationExample.configuration(), in: folder)
        let rows = try #require(table.sets.first).rows
        #expect(rows.map(\.seeds) == [1, 1, 1, 2, 2])
        #expect(rows[2].measures["F1 micro"]?.mean == 1, "the true findings")
        #expect(rows[0].measures["F1 micro"]?.mean ?? 1 < 1)
        #expect(rows.map { $0.differences.isEmpty } == [true, true, true, true, false])
        #expect(rows[3].recallAt5 == nil && rows[4].recallAt5 != nil)
        let difference = try #require(rows[4].differences["BLEU-4"])
        let means = try (#require(rows[4].measures["BLEU-4"]).mean, #require(rows[3].measures["BLEU-4"]).mean)
        #expect(abs(difference.value - (means.0 - means.1)) < 1e-12)
        #expect(difference.low <= difference.value && difference.value <= difference.high)
        #expect(table.markdown.contains("| cosine | ") && table.markdown.contains("most frequent report"))
        #expect(table.figure.contains("difference in F1 macro") && table.figure.hasSuffix("</svg>\n"))
        let bytes = try JSONEncoder().encode(table)
        #expect(try JSONDecoder().decode(AblationTable.self, from: bytes) == table)
    }
}
