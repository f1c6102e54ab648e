import DICOMObject
import Foundation
import Imaging
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

/// Tests the demonstration model's check of pictures on held-out films and on pictures that are not chest radiographs. Prints the
/// table of docs/model-card.md.
@Suite(.blocking) struct RealPictureTests {
    private static let shared =
        ProcessInfo.processInfo.environment["THORAXD_SHARED_DATA"].map { URL(filePath: $0) }
        ?? packageRoot.deletingLastPathComponent().appending(path: "shared/data")
    private static var isPresent: Bool {
        FileManager.default.fileExists(atPath: shared.appending(path: "nih1000/labels.csv").path)
            && FileManager.default.fileExists(atPath: shared.appending(path: "chest_dicom").path)
    }

    private struct Assessor {
        let generator: ReportGenerator
        let distribution: InputDistribution

        func distances(_ inputs: [[Float]]) -> [Double] {
            stride(from: 0, to: inputs.count, by: 16).flatMap { start in
                generator.traits(inputs: Array(inputs[start..<min(start + 16, inputs.count)]))
                    .map(distribution.distance)
            }
        }

        func distance(dicom path: String) throws -> Double {
            let picture = try DICOMFile(path: shared.appending(path: path).path).grayscaleImage()
            return distances([generator.preprocessing.apply(picture)])[0]
        }
    }

    @Test(.enabled(if: isPresent, "the shared data set is absent"))
    func `held-out chests are recognised, but hips, hands, slices and noise are not`() throws {
        let bundle = try ModelBundle(directory: packageRoot.appending(path: "samples/model"))
        let generator = try ReportGenerator(bundle: bundle, threads: 2)
        let dataset = try NIHDataset.read(
            root: Self.shared.appending(path: "nih1000"), split: bundle.provenance.split,
            preprocessing: generator.preprocessing)
        #expect(dataset.splitSHA256 == bundle.provenance.splitSHA256)
        let reference = try #require(bundle.safety)
        let assessor = Assessor(generator: generator, distribution: reference.distribution)
        let films = try dataset[.test].flatMap { try $0.views.map { try $0.values(generator.preprocessing) } }
        let size = generator.preprocessing.size

        func show(_ name: String, _ distances: [Double]) -> (unlike: Double, strange: Double) {
            let count = Double(distances.count)
            let unlike = Double(distances.count { $0 > 1 }) / count
            let strange = Double(distances.count { $0 > InputDistribution.strangeness }) / count
            let sorted = distances.sorted()
            print(
                "| \(name) | \(distances.count) | \(String(format: "%.2f", sorted[sorted.count / 2])) | "
                    + "\(String(format: "%.1f", unlike * 100)) % | \(String(format: "%.1f", strange * 100)) % |")
            return (unlike, strange)
        }
        func turned(_ place: (_ row: Int, _ column: Int) -> Int) -> [Double] {
            assessor.distances(films.map { film in (0..<size * size).map { film[place($0 / size, $0 % size)] } })
        }

        print("| pictures | n | median distance | unlike | no chest |\n|---|---|---|---|---|")
        let test = show("test fold", assessor.distances(films))
        #expect(test.unlike < 0.1 && test.strange < 0.03)
        for path in ["RG1_chestPA_mono1_15bit_jpegls-near", "barre_chestPA_mono1_10bit_raw-nometa"] {
            #expect(show(path, [try assessor.distance(dicom: "chest_dicom/\(path).dcm")]).strange == 0)
        }
        for path in [
            "chest_dicom/RG2_JPLL", "chest_dicom/RG2_JLSL", "chest_dicom/RG2_RLE", "chest_dicom/RG3_JPLL",
            "chest_dicom/voi-lut-seq_MG_12bit_sv1_padding", "transfer_syntaxes/CTImage",
        ] {
            #expect(show(path, [try assessor.distance(dicom: path + ".dcm")]).strange == 1, "\(path)")
        }
        _ = show(
            "dental film",
            [try assessor.distance(dicom: "chest_dicom/modality-lut-seq_CR-dental_mono1_10bit_sv1.dcm")])
        #expect(show("upside down", turned { (size - 1 - $0) * size + $1 }).unlike > 0.5)
        #expect(show("a quarter turn", turned { $1 * size + size - 1 - $0 }).unlike > 0.5)
        _ = show("left and right exchanged", turned { $0 * size + size - 1 - $1 })
        #expect(show("black and white exchanged", assessor.distances(films.map { $0.map { -$0 } })).unlike > 0.5)
        var generatorOfNoise = SystemRandomNumberGenerator()
        let noise = (0..<20).map { _ in
            (0..<size * size).map { _ in Float.random(in: -1.7...1.7, using: &generatorOfNoise) }
        }
        #expect(show("noise", assessor.distances(noise)).strange == 1)
        #expect(show("blank", assessor.distances([[Float](repeating: 0, count: size * size)])).strange == 1)

        print(try Self.notices(of: dataset[.test], generator))
    }

    /// Counts how often each notice occurs in the drafts of a fold.
    private static func notices(of studies: [TrainingStudy], _ generator: ReportGenerator) throws -> String {
        var counts: [String: Int] = [:]
        for study in studies {
            let draft = try generator.draft(study)
            let kinds = draft.notices.map { String("\($0)".prefix { $0.isLetter }) }
            for kind in Set(kinds) { counts[kind, default: 0] += 1 }
            if !draft.notices.contains(where: \.needsAttention) { counts["nothing to attend to", default: 0] += 1 }
            if draft.abstained { counts["no draft offered", default: 0] += 1 }
        }
        return counts.sorted { $0.key < $1.key }.map { "| \($0.key) | \($0.value) of \(studies.count) |" }
            .joined(separator: "\n")
    }
}
