import Foundation
import TestHarness
import Testing

/// Trains on the sample films as a hospital would on its own: DICOM objects and written reports.
final class DICOMDatasetTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "thorax-model-\(UUID().uuidString)")
    private static let samples = packageRoot.appending(path: "samples/xrays")

    init() throws {
        let data = folder.appending(path: "data/room 1")
        try FileManager.default.createDirectory(at: data, withIntermediateDirectories: true)
        for name in try FileManager.default.contentsOfDirectory(atPath: Self.samples.path) where name.hasSuffix(".dcm")
        {
            try FileManager.default.copyItem(at: Self.samples.appending(path: name), to: data.appending(path: name))
        }
        try SmallTraining.configuration().write(to: folder.appending(path: "config.json"))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func write(_ reports: [String]) throws {
        let text = reports.joined(separator: "\n") + "\n"
        try text.write(to: folder.appending(path: "data/reports.jsonl"), atomically: true, encoding: .utf8)
    }

    private func train() throws -> (status: Int32, output: String, errors: String) {
        try Program.run(
            ["train", "--dataset", "dicom", "--root", "data", "--config", "config.json", "--output", "model"],
            in: folder)
    }

    @Test func `trains on DICOM objects and reports, and says what it left out`() throws {
        try "no object".write(to: folder.appending(path: "data/notes.txt"), atomically: true, encoding: .utf8)
        var lines = (1...12).map { number in
            let accession = String(format: "ACC%04d", number)
            let text = number % 2 == 0 ? "Right pleural effusion." : "The lungs are clear. No pleural effusion."
            return #"{"id": "\#(accession)", "text": "FINDINGS: \#(text)"}"#
        }
        lines.append(#"{"id": "1.2.3", "text": "No study has this."}"#)
        try write(lines)
        let trained = try train()
        #expect(trained.status == 0, "\(trained.errors)")
        #expect(trained.errors.contains("note: Files left out, 1: not a DICOM object"), "\(trained.errors)")
        #expect(trained.errors.contains("Reports left out, 1: no study left has this UID"), "\(trained.errors)")
        #expect(trained.errors.contains("Studies left out, 1: no line of reports.jsonl"), "\(trained.errors)")
        #expect(trained.errors.contains("Studies left out, 1: Modality (0008,0060) is CT"), "\(trained.errors)")
        #expect(!trained.errors.contains("ACC00"), "notes have no ids")

        let bundle = try Program.run(["inspect", "model", "--json"], in: folder)
        #expect(bundle.output.contains("DICOM objects and written reports"))
        let again = try Program.run(
            ["evaluate", "--bundle", "model", "--dataset", "dicom", "--root", "data"], in: folder)
        #expect(again.status == 0, "\(again.errors)")
    }

    @Test func `an id used twice is an error with its line`() throws {
        try write([#"{"id": "a", "text": "x"}"#, #"{"id": "a", "text": "y"}"#])
        let trained = try train()
        #expect(trained.status == 1)
        #expect(trained.errors.contains("reports.jsonl line 2: the id of this line is already used"), "\(trained)")
    }
}
