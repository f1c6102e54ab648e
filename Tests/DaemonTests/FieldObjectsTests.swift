import Administration
import DICOMCore
import DICOMTestPeer
import Foundation
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// Objects as devices in the field send them, from C-STORE to draft: each is drafted as the film that it shows, or refused
/// or failed with the reason (`Tests/DICOMObjectTests/Field/README.md`).
@Suite(.blocking, .serialized)
struct FieldObjectsTests {
    private static let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field")

    /// What must come of an object.
    private enum Expectation: String {
        case same
        case sameOrRefused = "same-or-refused"
        case storedOrRefused = "stored-or-refused"
    }

    /// Its encoder had turned what is brighter than two thirds white: pydicom and dcmdjpeg decode the same picture, which is
    /// not the film's.
    private static let whitened = "ext12_stored10_q90.dcm"

    /// An object with the bytes of its data set as they are.
    private struct Object {
        let name: String
        let expectation: Expectation
        let transferSyntax: TransferSyntax
        let sopClass: UID
        let instance: String
        let dataSet: [UInt8]

        init(_ line: Substring) throws {
            let fields = line.split(separator: ",").map(String.init)
            name = fields[0]
            expectation = try #require(Expectation(rawValue: fields[2]))
            let bytes = [UInt8](try Data(contentsOf: folder.appending(path: name)))
            var source = ScanSource(bytes)
            let location = try FileMetaInformation.Location(in: &source)
            transferSyntax = location.transferSyntax
            dataSet = Array(bytes[location.dataSetOffset...])
            var meta = ScanSource(Array(bytes[132..<location.dataSetOffset]))
            let (classTag, instanceTag) = (Tag(0x0002, 0x0002), Tag(0x0002, 0x0003))
            let scan = try HeaderScan(
                &meta, encoding: .explicitLittleEndian, selecting: .tags([classTag, instanceTag], sequences: []))
            sopClass = try scan.uid(classTag)
            instance = try scan.uid(instanceTag).description
        }
    }

    private func send(_ object: Object, to daemon: TestDaemon) throws -> DIMSEStatus? {
        let peer = try TestPeer(port: UInt16(daemon.port))
        let reply = try peer.associate([.init(1, object.sopClass, [object.transferSyntax])])
        guard case .accepted(let contexts) = reply, contexts[1] != nil else { return nil }
        let status = try peer.store(object.dataSet, object.sopClass, object.instance)
        _ = try peer.release()
        return status
    }

    private func json(_ program: String, _ arguments: [String]) throws -> [String: Any] {
        let answer = try run(builtPrograms.appending(path: program).path, arguments)
        try #require(answer.status == 0, "\(answer.output)")
        return try #require(try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
    }

    /// Probabilities by finding in the latest draft of a study.
    private func probabilities(_ study: String, _ daemon: TestDaemon) throws -> [String: Double] {
        let shown = try json("thoraxctl", ["show", study, "--json", "--state-directory", daemon.stateDirectory])
        let draft = try #require((shown["drafts"] as? [[String: Any]])?.last)
        let findings = try #require(draft["findings"] as? [[String: Any]])
        return try Dictionary(
            uniqueKeysWithValues: findings.map {
                (try #require($0["label"] as? String), try #require($0["probability"] as? Double))
            })
    }

    @Test func `each object of the field is drafted as the film it shows, or refused with the reason`() throws {
        let film = try json(
            "thorax-model",
            [
                "report", "--json", "--bundle", packageRoot.appending(path: "samples/model").path,
                Self.folder.appending(path: "film.png").path,
            ])
        let expected = Dictionary(
            uniqueKeysWithValues: try #require(film["findings"] as? [[String: Any]]).map {
                (try #require($0["finding"] as? String), try #require($0["probability"] as? Double))
            })
        let table = try String(contentsOf: Self.folder.appending(path: "expected.csv"), encoding: .utf8)
        let objects = try table.split(separator: "\n").dropFirst().map(Object.init)
        #expect(objects.count == 33)
        let daemon = try TestDaemon()
        let statuses = try objects.map { try send($0, to: daemon) }
        let stored = statuses.count { $0 == .success }
        #expect(
            try eventually {
                let counts = try daemon.workList().countsByState()
                return (counts[.drafted] ?? 0) + (counts[.failed] ?? 0) + (counts[.ineligible] ?? 0) == stored
            })
        var shown = ShownTable("file", "expected", "what came of it")
        defer { try? shown.write("field-objects") }
        for (object, status) in zip(objects, statuses) {
            let (outcome, meets) = try outcome(of: object, status, daemon, expected)
            shown.add(object.name, object.expectation.rawValue, outcome)
            #expect(meets, "\(object.name) must be \(object.expectation.rawValue): \(outcome)")
        }
    }

    /// - Returns: what came of an object in words, and whether that is allowed.
    private func outcome(
        of object: Object, _ status: DIMSEStatus?, _ daemon: TestDaemon, _ film: [String: Double]
    ) throws -> (String, Bool) {
        let mayBeRefused = object.expectation != .same
        guard status == .success else {
            return ("refused with \(status.map { "\($0)" } ?? "no context")", mayBeRefused)
        }
        let workList = try daemon.workList()
        let instance = try #require(
            try workList.instances([.isOneOf(.sopInstanceUID, [object.instance])], limit: 1).first)
        let entry = try #require(
            try workList.entries(limit: 100).first { $0.studyInstanceUID == instance.studyInstanceUID })
        guard entry.state == .drafted else {
            return ("\(entry.state.rawValue): \(entry.reason ?? "no reason")", mayBeRefused && entry.reason != nil)
        }
        let found = try probabilities(instance.studyInstanceUID, daemon)
        let difference = film.map { abs($0.value - (found[$0.key] ?? 2)) }.max() ?? 2
        if object.name == Self.whitened { return ("drafted as pydicom decodes it, \(difference) from the film", true) }
        let words = "drafted, probabilities within \(String(format: "%.4f", difference))"
        return (words, object.expectation != .storedOrRefused && difference <= 0.01)
    }
}
