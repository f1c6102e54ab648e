import DICOMCore
import Foundation
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// A state directory with real files, and `thoraxctl` as an administrator runs it there.
final class Administered {
    let root = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    let workList: WorkListStore
    var directory: String { "\(root)/state" }

    static let name = "LINDQVIST^ASTRID"
    static let patientID = "PAT-778899"
    static let accession = "ACC-424242"
    static let birthDate = "19480229"
    static let study = "1.2.826.0.1.3680043.2.1125.5.1"

    init() throws { workList = try WorkListStore(stateDirectory: root + "/state") }

    deinit { try? FileManager.default.removeItem(atPath: root) }

    /// Stores an image of a study with its file; the study settles at once.
    @discardableResult
    func store(study: String = Administered.study, name: String = Administered.name) throws -> String {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "\(study).1.1", studyInstanceUID: study,
            seriesInstanceUID: "\(study).1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.patientName = name
        header.patientID = Self.patientID
        header.patientBirthDate = Self.birthDate
        header.accessionNumber = study == Self.study ? Self.accession : nil
        header.modality = "DX"
        let path = try workList.files.newInstancePath()
        let contents = try write("the bytes of \(study)", to: path)
        _ = try workList.admit(
            header, path: path, contents: contents, callingAETitle: AETitle("CR1"), settleAt: .now)
        return path
    }

    /// Puts an object into quarantine with its file: other bytes under the UID of a stored image.
    @discardableResult
    func quarantine(_ text: String, study: String = Administered.study) throws -> String {
        let header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "\(study).1.1", studyInstanceUID: study,
            seriesInstanceUID: "\(study).1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        let path = workList.files.newQuarantinePath()
        try workList.recordQuarantined(
            header, path: path, contents: try write(text, to: path),
            callingAETitle: AETitle("CR1"), reason: "other bytes are stored under this UID")
        return path
    }

    /// Writes a file of the state directory.
    func write(_ text: String, to path: String) throws -> DurableFile.Contents {
        let file = try DurableFile(in: workList.files.incoming)
        Array(text.utf8).withUnsafeBytes { file.write($0) }
        let contents = file.contents
        try file.commit(as: workList.files.absolute(path))
        return contents
    }

    /// Queues what has settled.
    func queue() throws {
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(
                settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
    }

    func run(_ arguments: String...) throws -> (status: Int32, output: String, error: String) {
        let names = arguments.contains("--state-directory")
        return try run(arguments[0], arguments: Array(arguments.dropFirst()), directory: names ? nil : directory)
    }

    /// - Parameter directory: the state directory that is named; nil names none.
    func run(_ command: String, arguments: [String], directory: String?) throws
        -> (status: Int32, output: String, error: String)
    {
        let place = directory.map { ["--state-directory", $0] } ?? []
        let end = try RunningProgram(builtThoraxctl, [command] + arguments + place).end()
        return (end.status, end.output, end.errors)
    }

    func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8)) }
}
