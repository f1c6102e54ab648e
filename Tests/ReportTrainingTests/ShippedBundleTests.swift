import Foundation
import ReportGeneration
import TestHarness
import Testing

@testable import ReportTraining

/// The demonstration bundle in `samples/model`.
struct ShippedBundleTests {
    private static let folder = packageRoot.appending(path: "samples/model")

    @Test func `the shipped bundle was trained with the shipped configuration`() throws {
        let bundle = try ModelBundle(directory: Self.folder)
        let configuration = try TrainingConfiguration.read(packageRoot.appending(path: "etc/thorax-model-demo.json"))
        let trained = try JSONDecoder().decode(
            TrainingConfiguration.self, from: Data(bundle.provenance.configuration.utf8))
        #expect(trained == configuration)
        #expect(bundle.configuration.version == configuration.version)
    }

    @Test func `the shipped bundle is calibrated, has every check of a picture and is smaller than 20 MB`() throws {
        let bundle = try ModelBundle(directory: Self.folder)
        #expect(bundle.configuration.calibration != nil && bundle.configuration.prevalences != nil)
        #expect(bundle.safety?.orientation != nil)
        let files = try FileManager.default.contentsOfDirectory(
            at: Self.folder, includingPropertiesForKeys: [.fileSizeKey])
        let bytes = try files.reduce(0) { try $0 + ($1.resourceValues(forKeys: [.fileSizeKey]).fileSize ?? 0) }
        #expect(bytes > 0 && bytes < 20_000_000)
    }
}
