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
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("\(UUID().uuidString).json")
        defer { try? FileManager.default.removeItem(at: file) }
        try JSONSerialization.data(withJSONObject: object).write(to: file)
        return try TrainingConfiguration.read(file)
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
        #expect(throws: TrainingError.invalidConfiguration("the key objective is missing")) {
            try read { $0["objective"] = nil }
        }
        #expect(throws: TrainingError.invalidConfiguration("the key flip is unknown")) {
            try read { $0["flip"] = true }
        }
        #expect(throws: TrainingError.invalidConfiguration("beamCount is not within 1...16")) {
            try read { $0["beamCount"] = 0 }
        }
        #expect(throws: TrainingError.self) {
            try read { $0["preprocessing"] = ["version": 9, "size": 64, "clippedShare": 0] }
        }
    }
}
