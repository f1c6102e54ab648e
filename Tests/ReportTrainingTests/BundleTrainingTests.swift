import Foundation
import Imaging
import ReportGeneration
import ReportMetrics
import TestHarness
import Testing

@testable import ReportTraining

@Suite(.blocking) struct BundleTrainingTests {
    @Test func `trains a bundle that drafts from a new film and has held-out scores`() throws {
        let data = try SyntheticDataset(patients: 60)
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        let configuration = TrainerTests.configuration(epochs: 8)
        let dataset = try NIHDataset.read(
            root: data.root, split: SplitRule(seed: 1), preprocessing: configuration.preprocessing)
        let trained = try BundleTraining.run(
            configuration: configuration, dataset: dataset, description: .nih,
            runFolder: RunFolder(folder.appendingPathComponent("run")), output: folder.appendingPathComponent("model"),
            command: "thorax-model train", threads: 1, progress: nil)
        let result = try #require(trained)

        let bundle = try ModelBundle(directory: folder.appendingPathComponent("model"))
        #expect(bundle.provenance.splitSHA256 == dataset.splitSHA256)
        #expect(bundle.provenance.statement.contains("not for clinical use"))
        #expect(bundle.provenance.scores.keys.contains("ROUGE-L, nearest training image"))
        #expect(bundle.provenance.scores == result.evaluation.summary)
        #expect(bundle.provenance.calibrationLosses?.count == CalibrationMethod.allCases.count)
        #expect(bundle.configuration.calibration != nil && bundle.configuration.prevalences?.count == 14)
        #expect(bundle.configuration.presentThresholds == [Float](repeating: 0.5, count: 14))
        #expect(result.evaluation.drafts.map(\.source).first == "model")
        #expect(result.evaluation.table.contains("macro, AP films only"))

        let generator = try ReportGenerator(bundle: bundle, threads: 1)
        let film = try PictureFile.read(path: data.root.appendingPathComponent("p0_0.png").path)
        let draft = try generator.draft([film])
        #expect(draft.probabilities.map(\.label).first == "Atelectasis")
        #expect(draft.sentenceConfidence.count == draft.findings.count + draft.impression.count)
        let again = try generator.draft([film])
        #expect(again.text == draft.text && again.probabilities == draft.probabilities)
        let both = try generator.draft([film, film])
        #expect(both.probabilities.count == 14)

        // Limits that every film reaches, and then limits that no film reaches.
        for limit in [-1e3, 1e3] {
            var safety = try #require(bundle.safety)
            safety.orientation = OrientationReference(
                OrientationNetwork(seed: 1), limits: OrientationLimits(turned: limit, refused: limit, mirrored: 1e3))
            let checked = try ModelBundle.replaceSafety(of: folder.appendingPathComponent("model"), with: safety)
            #expect(checked.safety == safety)
            let measured = try OrientationEvaluation.run(
                generator: ReportGenerator(bundle: checked, threads: 1), dataset: dataset, fold: .test, resamples: 20)
            #expect(measured.rows.count == 10 && measured.films > 0)
            for row in measured.rows {
                let turned = try #require(row.refusedAsTurned?.value)
                let other = try #require(row.refusedAsNoChest?.value) + #require(row.silent?.value)
                #expect(abs(turned + other - 1) < 1e-9 && (limit < 0 || turned == 0), "\(row)")
                #expect(limit > 0 || row.silent?.value == 0, "\(row)")
            }
        }
    }
}
