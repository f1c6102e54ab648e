import Foundation
import ReportGeneration
import ReportMetrics
import Testing

@testable import ReportTraining

@Suite struct AblationTests {
    /// The table without the durations, which vary.
    private func timeless(_ table: AblationTable) throws -> [String: [AblationMeasure: AblationTable.Spread]] {
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

    @Test func `runs of another configuration, other data or other measures are not reused`() throws {
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
        #expect(
            try configuration.fingerprint(dataset, variant, source: source)
                != configuration.fingerprint(dataset, variant, source: source, measures: [.bleu4]))
        let current = try configuration.fingerprint(dataset, variant, source: source)
        #expect(try configuration.fingerprint(dataset, variant, source: source, objective: 0) != current)
        let base = configuration.variants[0]
        #expect(
            try configuration.fingerprint(dataset, base, source: source, objective: 0)
                == configuration.fingerprint(dataset, base, source: source), "the text loss has no objective")
        let reports = AblationData.reports(try AblationData(dataset, folder: folder).dataset)
        var reworded = try AblationData(dataset, folder: folder).dataset
        #expect(AblationData.reports(reworded) == reports && source.contains(reports))
        let first = try #require(reworded[.test].first)
        reworded = try StudyDataset(
            labels: reworded.labels,
            split: reworded.folds.merging([
                .test: [
                    TrainingStudy(
                        id: first.id, patient: first.patient, group: nil, views: first.views, labels: first.labels,
                        report: .written(words: ["other"], original: "other"))
                ] + reworded[.test].dropFirst()
            ]) { $1 })
        #expect(AblationData.reports(reworded) != reports)
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
        for measure in [AblationMeasure.microF1, .attributeF1, .incidentalF1, .exact] {
            #expect(rows[2].measures[measure]?.mean == 1, "the true findings")
        }
        #expect(rows[0].measures[.microF1]?.mean ?? 1 < 1)
        #expect(rows.map { $0.differences.isEmpty } == [true, true, true, true, false])
        #expect(rows[3].recallAt5 == nil && rows[4].recallAt5 != nil)
        let difference = try #require(rows[4].differences[.bleu4])
        let means = try (#require(rows[4].measures[.bleu4]).mean, #require(rows[3].measures[.bleu4]).mean)
        #expect(abs(difference.mean - (means.0 - means.1)) < 1e-12)
        #expect(try #require(difference.low) <= difference.mean && difference.mean <= #require(difference.high))
        #expect(table.sets.first?.comparisons == 1)
        // This set is too small for pairs of the swap tests, and the base has no shared space.
        let missing: [AblationMeasure] = [.swap, .swapOfNormals, .retrievalArea, .retrievalShare]
        for measure in AblationMeasure.allCases where !missing.contains(measure) {
            #expect(rows[3].measures[measure] != nil && rows[4].differences[measure] != nil)
        }
        #expect(rows[4].measures[.retrievalArea] != nil && rows[3].measures[.retrievalArea] == nil)
        #expect(table.markdown.contains("| cosine | ") && table.markdown.contains("most frequent report"))
        #expect(table.figure.contains("difference in attribute F1") && table.figure.hasSuffix("</svg>\n"))
        #expect(table.figure.contains(">cosine</text>") && table.controlFigure == nil, "no variant has a control")
        let bytes = try JSONEncoder().encode(table)
        #expect(String(decoding: bytes, as: UTF8.self).contains("\"attribute F1\":{"))
        #expect(try JSONDecoder().decode(AblationTable.self, from: bytes) == table)
    }

    @Test func `a variant is also compared with its control`() throws {
        let folder = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let settings = ContrastiveSettings(projectionSize: 8)
        let table = try AblationExample.run(
            AblationExample.configuration(variants: [
                .init(name: "base", contrastive: nil), .init(name: "InfoNCE", contrastive: settings),
                .init(name: "cosine", contrastive: settings, control: "InfoNCE"),
            ]), in: folder)
        let section = try #require(table.sets.first)
        #expect(section.comparisons == 3)
        // Equal settings give equal runs.
        #expect(section.rows[5].controlDifferences.values.allSatisfy { $0.mean == 0 })
        #expect(!section.rows[5].controlDifferences.isEmpty && section.rows[4].controlDifferences.isEmpty)
        #expect(table.markdown.contains("cosine − InfoNCE"))
        let figure = try #require(table.controlFigure)
        #expect(figure.contains(">cosine − InfoNCE</text>") && !figure.contains(">InfoNCE</text>"))
        #expect(figure.contains("difference in same-label AUC") && !table.figure.contains("same-label AUC"))
    }

    @Test func `a prompted decoder reads the labels as they are given`() throws {
        let folder = AblationExample.folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = AblationExample.configuration(promptsFindings: true)
        let data = try AblationData(configuration.datasets[0], folder: folder)
        let study = try #require(data.dataset[.train].first { $0.positives.count > 1 })
        let batch = try data.batch([study], vocabulary: data.vocabulary, seed: 1, edition: 1)
        let count = study.positives.count + 1
        #expect(Array(batch.tokens.reportMask.prefix(count + 1)) == [Float](repeating: 0, count: count) + [1])
        #expect(data.prompt(study, data.vocabulary).count == count)
        let plain = try AblationData(AblationExample.configuration().datasets[0], folder: folder)
        #expect(plain.prompt(study, plain.vocabulary).isEmpty)
        #expect(plain.vocabulary.count < data.vocabulary.count)
        let rows = try #require(AblationExample.run(configuration, seeds: 1, in: folder).sets.first).rows
        #expect(rows.count == 5)
    }
}
