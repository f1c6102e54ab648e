import Foundation
import TestHarness
import Testing

/// Trains on the sample films as a hospital would on its own: DICOM objects and written reports.
@Suite(.blocking) final class DICOMDatasetTests {
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

    private func train() throws -> RunningProgram.End {
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

        #expect(trained.errors.contains("studies") && trained.errors.contains("report words"), "\(trained.errors)")
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: "model.run/data.svg").path))

        let bundle = try Program.run(["inspect", "model", "--json"], in: folder)
        #expect(bundle.output.contains("DICOM objects and written reports"))
        let again = try Program.run(
            ["evaluate", "--bundle", "model", "--dataset", "dicom", "--root", "data"], in: folder)
        #expect(again.status == 0, "\(again.errors)")
    }

    @Test func `describes the data, and names what is wrong with it`() throws {
        let films = folder.appending(path: "data/room 1")
        try write(
            (1...12).map { #"{"id": "\#(String(format: "ACC%04d", $0))", "text": "Pneumonia. Right effusion."}"# })
        func describe(_ arguments: String...) throws -> RunningProgram.End {
            try Program.run(
                ["describe", "--dataset", "dicom", "--root", "data", "--config", "config.json"] + arguments, in: folder)
        }
        let sound = try describe("--picture", "data.svg")
        #expect(sound.status == 0 && sound.errors.contains("note: "), "\(sound)")
        #expect(sound.output.contains("12 reports are equal to another's"), "\(sound.output)")
        #expect(sound.output.contains("0 belong to more than one study"), "\(sound.output)")
        let picture = try String(contentsOf: folder.appending(path: "data.svg"), encoding: .utf8)
        #expect(picture.contains("Pneumonia") && picture.contains("train: "))

        // A film whose code stream does not begin like one.
        let film = films.appending(path: "thoraxd-0005-1.dcm")
        var bytes = try Data(contentsOf: film)
        let start = try #require(bytes.firstRange(of: Data([0xFF, 0xD8, 0xFF])))
        bytes.replaceSubrange(start.lowerBound..<start.lowerBound + 1000, with: Data(count: 1000))
        try bytes.write(to: film)
        let damaged = try describe()
        #expect(damaged.status == 2, "\(damaged)")
        #expect(damaged.output.contains("! 1 pictures cannot be decoded:\n"), "\(damaged.output)")
    }

    @Test func `an id used twice is an error with its line`() throws {
        try write([#"{"id": "a", "text": "x"}"#, #"{"id": "a", "text": "y"}"#])
        let trained = try train()
        #expect(trained.status == 1)
        #expect(trained.errors.contains("reports.jsonl line 2: the id of this line is already used"), "\(trained)")
    }
}
