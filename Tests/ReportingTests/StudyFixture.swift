import DICOMCore
import DICOMObject
import Decoding
import Foundation
import Platform
import TestHarness
import WorkList
import WorkListDatabase

@testable import Reporting

/// A work list with real X-rays of one patient, and what drafts them: the parts of the reporter process, in this one.
final class StudyFixture {
    let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    let workList: WorkListStore
    let drafting: Drafting

    init(routes: [ReporterConfiguration.Route] = []) throws {
        workList = try WorkListStore(stateDirectory: directory)
        let configuration = ReporterConfiguration(
            stateDirectory: directory, model: packageRoot.appending(path: "samples/model").path, aeTitle: "THORAXD",
            routes: routes)
        drafting = try Drafting(configuration, files: workList.files, decoders: StudyFixture.decoders())
    }

    /// Decoder processes of the program that is built with the tests.
    static func decoders() -> Decoders {
        Decoders(DecoderSettings(), program: builtPrograms.appending(path: "thoraxd").path)
    }

    deinit { try? FileManager.default.removeItem(atPath: directory) }

    /// Receives a sample X-ray, as if its header had been read with these changes, and queues its study.
    func receive(_ name: String, as change: (inout InstanceHeader) -> Void = { _ in }) throws {
        let sample = packageRoot.appending(path: "samples/xrays/\(name).dcm")
        let path = try workList.files.newInstancePath()
        try FileManager.default.copyItem(atPath: sample.path, toPath: workList.files.absolute(path))
        let file = try DICOMFile(path: sample.path)
        let value = { file.string($0) ?? "" }
        var header = InstanceHeader(
            sopClassUID: value(.sopClassUID), sopInstanceUID: value(.sopInstanceUID),
            studyInstanceUID: value(.studyInstanceUID), seriesInstanceUID: value(.seriesInstanceUID),
            transferSyntaxUID: file.transferSyntaxUID)
        header.modality = value(.modality)
        change(&header)
        let bytes = try Data(contentsOf: sample)
        guard let calling = AETitle("MODALITY1") else { fatalError("a valid AE title") }
        _ = try workList.admit(
            header, path: path,
            contents: .init(
                byteCount: bytes.count, sha256: [UInt8](repeating: UInt8(name.utf8.reduce(0, ^)), count: 32)),
            callingAETitle: calling, settleAt: .now)
        for study in try workList.studiesToSettle() {
            _ = try workList.settle(study, as: .settled, eligible: study.images.map(\.instance.sopInstanceUID))
        }
    }

    /// Files below `instances`, by path relative to the state directory.
    func files() throws -> Set<String> {
        let names = try FileManager.default.subpathsOfDirectory(atPath: "\(directory)/instances")
        return Set(names.filter { $0.hasSuffix(".dcm") }.map { "instances/\($0)" })
    }
}
