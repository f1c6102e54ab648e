import Foundation
import TestHarness
import Testing
import WorkListDatabase

/// `model list`, `model install` and `model use`.
@Suite(.blocking) struct ModelCommandTests {
    private let place: Administered
    private let file: String
    private let bundle: String

    init() throws {
        place = try Administered()
        file = "\(place.root)/thoraxd.yaml"
        bundle = "\(place.root)/bundle"
        try FileManager.default.copyItem(atPath: packageRoot.appending(path: "samples/model").path, toPath: bundle)
        try Data("model: \(bundle) # the first\nlog_level: debug\n".utf8).write(to: URL(filePath: file))
    }

    private func model(_ arguments: String...) throws -> (status: Int32, output: String, error: String) {
        try place.run("model", arguments: arguments + ["--config", file], directory: place.directory)
    }

    private var text: String { (try? String(contentsOfFile: file, encoding: .utf8)) ?? "" }

    private func damage(_ folder: String) throws {
        try Data("{}".utf8).write(to: URL(filePath: "\(folder)/vocabulary.json"))
    }

    @Test func `a bundle is copied, chosen and on record, and the former one stays`() throws {
        let installed = try model("install", bundle)
        #expect(installed.status == 0, "\(installed)")
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(place.directory)/models")
        let name = try #require(folders.first)
        #expect(folders.count == 1)
        #expect(text == "model: \(place.directory)/models/\(name) # the first\nlog_level: debug\n")
        #expect(installed.output.contains("thoraxctl model use \(bundle)"), "\(installed)")
        let act = try #require(try place.workList.acts().last)
        #expect(act.kind == .modelChosen && act.detail["former"] == bundle && act.detail["weights"]?.count == 64)
        // Again: nothing is copied; and back to the former one.
        #expect(try model("install", bundle).status == 0)
        #expect(try model("use", bundle).status == 0)
        #expect(text == "model: \(bundle) # the first\nlog_level: debug\n")
        #expect(try model("use", name).status == 0)
        let listed = try model("list")
        #expect(listed.status == 0 && listed.output.contains("chosen") && listed.output.contains(name), "\(listed)")
    }

    @Test func `an incomplete bundle that a killed process has left goes with the next one`() throws {
        let models = "\(place.directory)/models"
        // A process beyond the most that Linux has, one that runs, and what is not ours.
        let kept = [".1", ".snapshot", ".0", ".-1"]
        for name in [".\(UUID().uuidString)", ".999999999"] + kept {
            try FileManager.default.createDirectory(atPath: "\(models)/\(name)/b", withIntermediateDirectories: true)
        }
        #expect(try model("install", bundle).status == 0)
        let names = try FileManager.default.contentsOfDirectory(atPath: models)
        #expect(
            names.count == kept.count + 1 && names.filter { $0.hasPrefix(".") }.sorted() == kept.sorted(), "\(names)")
    }

    @Test func `a damaged bundle is neither installed nor chosen, and the file is named`() throws {
        try damage(bundle)
        let before = text
        for command in ["install", "use"] {
            let refused = try model(command, bundle)
            #expect(refused.status == 78, "\(refused)")
            #expect(refused.error.contains("vocabulary.json") && refused.error.contains("hint: "), "\(refused)")
        }
        #expect(text == before)
        #expect(try place.workList.acts().isEmpty)
        #expect(!FileManager.default.fileExists(atPath: "\(place.directory)/models"))
    }

    @Test func `a damaged copy is replaced, and the list names what is damaged`() throws {
        #expect(try model("install", bundle).status == 0)
        let models = "\(place.directory)/models"
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: models).first)
        try damage("\(models)/\(name)")
        let listed = try model("list")
        #expect(listed.status == 2 && listed.output.contains("vocabulary.json does not match"), "\(listed)")
        #expect(try model("install", bundle).status == 0)
        #expect(try model("list").status == 0)
        #expect(try FileManager.default.contentsOfDirectory(atPath: models) == [name])
    }

    @Test func `models are listed beside a faulty configuration file, with a warning`() throws {
        try Data("model: \(bundle)\nlog_levell: debug\n".utf8).write(to: URL(filePath: file))
        let listed = try model("list")
        #expect(listed.status == 0 && listed.output.contains(bundle), "\(listed)")
        #expect(listed.error.contains("warning: ") && listed.error.contains("log_levell"), "\(listed)")
    }
}
