import Foundation
import Imaging
import NeuralNetwork
import ReportGeneration
import TestHarness
import Testing

/// A bundle with untrained weights in a temporary folder.
@Suite(.blocking) struct ModelBundleTests {
    private static let network = ReportNetworkConfiguration(
        imageSize: 16, trunkWidths: [8, 8], trunkBlocks: [1, 1], hiddenSize: 16, headCount: 2, feedForwardSize: 16,
        vocabularySize: 12, maxLength: 12, labelCount: 2)

    private func write(to folder: URL, labels: [String] = ["Mass", "Nodule"], safety: SafetyReference? = nil) throws
        -> ModelBundle
    {
        try ReportGenerator.prepare(threads: 1)
        return try ModelBundle.write(
            to: folder,
            configuration: BundleConfiguration(
                name: "test", version: "0", network: Self.network,
                preprocessing: Preprocessing(size: 16, clippedShare: 0), labels: labels,
                thresholds: labels.map { _ in 0.5 }, beamCount: 2, promptsFindings: true, textPipeline: .clinical),
            vocabulary: Vocabulary(
                reports: [ReportText(findings: ["Clear."], impression: []).words], labels: ["Mass", "Nodule"]),
            provenance: Provenance(
                statement: "For tests.", dataset: "none", command: "none", seed: 1, split: SplitRule(seed: 1),
                splitSHA256: "",
                films: [:], patients: [:], epochs: 0, chosenEpoch: 0, compute: "", configuration: "", scores: [:]),
            checkpoint: ReportNetwork(Self.network, seed: 1).checkpoint(), safety: safety)
    }

    private func withFolder(_ body: (URL) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("bundle-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder)
    }

    @Test func `a written bundle is read back and drafts reports`() throws {
        try withFolder { folder in
            let written = try write(to: folder)
            let bundle = try ModelBundle(directory: folder)
            #expect(bundle.configuration == written.configuration)
            #expect(bundle.vocabulary == written.vocabulary)
            #expect(bundle.identity == ModelIdentity(name: "test", version: "0", weightsSHA256: bundle.weightsSHA256))
            #expect(bundle.weightsSHA256.count == 64)
            let generator = try ReportGenerator(bundle: bundle, threads: 1)
            let draft = try generator.draft([GrayscaleImage(rows: 2, columns: 2, pixels: [0, 0.5, 0.2, 1])])
            #expect(draft.probabilities.map(\.label) == ["Mass", "Nodule"])
            #expect(generator.limits.first == "For tests." && generator.limits.last?.contains("not calibrated") == true)
            #expect(throws: ReportGenerationError.noImages) { try generator.draft([]) }
        }
    }

    @Test(arguments: ["configuration.json", "vocabulary.json", "weights.safetensors", "provenance.json"])
    func `refuses a changed or missing file`(name: String) throws {
        try withFolder { folder in
            _ = try write(to: folder)
            let file = folder.appendingPathComponent(name)
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            #expect(throws: ReportGenerationError.hashMismatch(path: file.path)) { try ModelBundle(directory: folder) }
            try FileManager.default.removeItem(at: file)
            #expect(throws: ReportGenerationError.self) { try ModelBundle(directory: folder) }
        }
    }

    @Test func `drafts of a bundle without a safety reference say that pictures were not assessed`() throws {
        try withFolder { folder in
            let bundle = try write(to: folder)
            #expect(bundle.safety == nil)
            let generator = try ReportGenerator(bundle: bundle, threads: 1)
            let draft = try generator.draft([GrayscaleImage(rows: 2, columns: 2, pixels: [0, 0.5, 0.2, 1])])
            #expect(draft.notices.contains(.picturesNotAssessed) && !draft.abstained)
        }
    }

    @Test func `a safety reference excludes unusual pictures, and no draft is offered if all are unusual`() throws {
        try withFolder { folder in
            var generator = try ReportGenerator(bundle: write(to: folder), threads: 1)
            func picture(_ index: Int) -> [Float] { (0..<256).map { Float(($0 * 7 + index * $0 % 11) % 13) / 6 - 1 } }
            let known = generator.traits(inputs: (0..<40).map(picture))
            let bundle = try write(
                to: folder,
                safety: SafetyReference(
                    distribution: InputDistribution(training: known, validation: known), lowConfidence: 0,
                    mostFrequentReport: ""))
            #expect(bundle.safety != nil)
            generator = try ReportGenerator(bundle: bundle, threads: 1)
            let strange = (0..<256).map { $0 < 128 ? Float(50) : -50 }
            let alone = try generator.draft(inputs: [strange])
            #expect(alone.abstained && alone.notices.first?.refusedPicture == 0)
            let beside = try generator.draft(inputs: [strange, picture(3)])
            #expect(!beside.abstained && beside.notices.first?.refusedPicture == 0)
            let usual = try generator.draft(inputs: [picture(3)])
            #expect(usual.probabilities == beside.probabilities && usual.words == beside.words)
            #expect(usual.notices.allSatisfy { $0.refusedPicture == nil })

            let file = folder.appendingPathComponent("safety.safetensors")
            var bytes = try Data(contentsOf: file)
            bytes[bytes.count / 2] ^= 1
            try bytes.write(to: file)
            #expect(throws: ReportGenerationError.hashMismatch(path: file.path)) { try ModelBundle(directory: folder) }
        }
    }

    @Test func `sha256sum accepts SHA256SUMS`() throws {
        try withFolder { folder in
            _ = try write(to: folder)
            let (status, output) = try run(
                "/usr/bin/sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], in: folder)
            #expect(status == 0, "\(output)")
        }
    }

    @Test func `refuses inconsistent parts`() throws {
        try withFolder { folder in
            #expect {
                try write(to: folder, labels: ["Mass"])
            } throws: { error in
                (error as? ReportGenerationError)?.description.contains("1 labels for 2 outputs") == true
            }
        }
    }
}
