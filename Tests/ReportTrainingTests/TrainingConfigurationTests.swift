import Foundation
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

struct TrainingConfigurationTests {
    private func read(changing change: (inout [String: Any]) -> Void) throws -> TrainingConfiguration {
        let shipped = try Data(contentsOf: packageRoot.appending(path: "etc/thorax-model-demo.json"))
        var object = try #require(try JSONSerialization.jsonObject(with: shipped) as? [String: Any])
        change(&object)
        return try read(JSONSerialization.data(withJSONObject: object))
    }

    private func read(_ text: Data) throws -> TrainingConfiguration {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try text.write(to: folder.appending(path: "c.json"))
        return try TrainingConfiguration.read(folder.appending(path: "c.json"))
    }

    @Test func `reads the shipped configuration`() throws {
        let configuration = try read { _ in }
        #expect(configuration.name == "thoraxd-demo")
        #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: configuration.json) == configuration)
    }

    @Test(arguments: ["demo", "iu-xray", "mimic-cxr"])
    func `every shipped file is complete and its network can be built`(name: String) throws {
        let configuration = try TrainingConfiguration.read(
            packageRoot.appending(path: "etc/thorax-model-\(name).json"))
        let network = configuration.networkConfiguration(vocabularySize: 100, maxLength: 60, labelCount: 14)
        #expect(network.problem == nil)
        #expect(network.featureSize == (name == "demo" ? 192 : 2048))
    }

    @Test func `refuses a missing key, an unknown key and invalid values`() {
        #expect(throws: TrainingError.self) { try read { $0["seed"] = nil } }
        #expect(throws: TrainingError.invalidConfiguration("c.json: the key objective is missing")) {
            try read { $0["objective"] = nil }
        }
        #expect(throws: TrainingError.invalidConfiguration("c.json line 1: the key flip is unknown")) {
            try read { $0["flip"] = true }
        }
        #expect(
            throws: TrainingError.invalidConfiguration("c.json line 1: beamCount is 0; allowed: whole number, 1 to 16")
        ) {
            try read { $0["beamCount"] = 0 }
        }
        #expect(throws: TrainingError.self) {
            try read { $0["preprocessing"] = ["version": 9, "size": 64, "clippedShare": 0] }
        }
    }

    @Test(arguments: [
        ("\"epochs\": 40", "\"epochs\": \"many\"", "c.json line 27: optimization.epochs must be a whole number"),
        ("\"epochs\": 40", "\"epochs\": null", "c.json line 27: optimization.epochs must be a whole number"),
        ("\"epochs\": 40,", "", "c.json line 26: the key optimization.epochs is missing"),
        (
            "\"epochs\": 40", "\"epochs\": 0",
            "c.json line 27: optimization.epochs is 0; allowed: whole number, 1 to 10000"
        ),
        ("\"lambda\": 0.05", "\"lambda\": 2", "c.json line 47: objective.lambda is 2; allowed: from 0 to 1"),
        ("\"adamW\"", "\"sgd\"", "c.json line 30: optimization.method is sgd; allowed: adam, amsgrad, adamW"),
        ("\"dropout\": 0.1", "\"dropout\": 0.1, \"depth\": 3", "c.json line 21: the key network.depth is unknown"),
        ("\"epochs\": 40", "\"epoch\": 40", "c.json line 27: the key optimization.epoch is unknown"),
        ("\"beamCount\": 3", "\"beamCount\" 3", "c.json: not valid JSON: Invalid value in line 59"),
    ])
    func `an error names line and key`(old: String, new: String, message: String) throws {
        let shipped = try String(contentsOf: packageRoot.appending(path: "etc/thorax-model-demo.json"), encoding: .utf8)
        try #require(shipped.contains(old))
        do {
            _ = try read(Data(shipped.replacing(old, with: new, maxReplacements: 1).utf8))
            Issue.record("no error")
        } catch {
            #expect("\(error)".contains(message), "\(error)")
        }
    }
}
