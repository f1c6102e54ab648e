import Administration
import DICOMCore
import FilmSelection
import Foundation
import Glibc
import Logging
import Platform
import Query
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Intake

@Suite(.blocking) struct IntakeTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let workList: WorkListStore
    private let intake: InstanceIntake
    private let calling: AETitle

    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        intake = InstanceIntake(workList: workList, quietPeriod: .zero)
        calling = try #require(AETitle("MODALITY1"))
    }

    private func header(instance: Int = 1, bodyPart: String = "CHEST") -> InstanceHeader {
        var header = InstanceHeader(
            sopClassUID: "1.2.840.10008.5.1.4.1.1.1.1", sopInstanceUID: "1.1.1.\(instance)",
            studyInstanceUID: "1.1", seriesInstanceUID: "1.1.1", transferSyntaxUID: "1.2.840.10008.1.2.1")
        header.modality = "DX"
        header.bodyPartExamined = bodyPart
        return header
    }

    private func admit(_ text: String, _ header: InstanceHeader) throws -> InstanceIntake.Admission {
        let file = try intake.newFile()
        Array(text.utf8).withUnsafeBytes { file.write($0) }
        return try intake.admit(file, header: header, callingAETitle: calling)
    }

    private func stored() throws -> [String] {
        try workList.instances([], limit: 9).map { try String(contentsOfFile: $0.path, encoding: .utf8) }
    }

    /// Runs SQL in the work list.
    private func execute(_ sql: String) throws {
        #expect(try run("/usr/bin/sqlite3", [WorkListStore.path(in: directory), sql]).status == 0)
    }

    private func files(in folder: String) throws -> [String] {
        try FileManager.default.subpathsOfDirectory(atPath: "\(directory)/\(folder)").filter { $0.contains(".") }
    }

    @Test func `an admitted instance is on disk byte for byte before admit returns`() throws {
        #expect(try admit("pixels", header()) == .stored)
        #expect(try stored() == ["pixels"])
        #expect(try files(in: "incoming").isEmpty)
    }

    @Test func `the same bytes again leave one copy and make no second job`() throws {
        #expect(try admit("pixels", header()) == .stored)
        #expect(try admit("pixels", header()) == .alreadyStored)
        #expect(try files(in: "instances").count == 1)
        #expect(try workList.entries(limit: 9).count == 1)
    }

    @Test(arguments: ["pix", "pixelz", nil])
    func `the same bytes again repair a stored file that is gone or damaged`(left: String?) throws {
        #expect(try admit("pixels", header()) == .stored)
        let path = try #require(try workList.instances([], limit: 1).first).path
        if let left { try Data(left.utf8).write(to: URL(filePath: path)) } else { unlink(path) }
        #expect(try admit("pixels", header()) == .alreadyStored)
        #expect(try stored() == ["pixels"])
    }

    @Test func `other bytes under a known UID go to quarantine and the first stay`() throws {
        #expect(try admit("pixels", header()) == .stored)
        guard case .quarantined = try admit("forged", header()) else {
            Issue.record("not quarantined")
            return
        }
        #expect(try stored() == ["pixels"])
        let kept = try files(in: "quarantine")
        #expect(kept.count == 1)
        #expect(try String(contentsOfFile: "\(directory)/quarantine/\(kept[0])", encoding: .utf8) == "forged")
    }

    @Test func `the same other bytes again are quarantined once`() throws {
        _ = try admit("pixels", header())
        for _ in 1...2 {
            guard case .quarantined = try admit("forged", header()) else {
                Issue.record("not quarantined")
                return
            }
        }
        #expect(try files(in: "quarantine").count == 1)
    }

    @Test func `a failed study is tried again when one of its images is sent again`() throws {
        _ = try admit("pixels", header())
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        #expect(try settling.settleDueStudies() == 1)
        let claim = try #require(try workList.claim(by: 1))
        try workList.end(claim, with: .attemptFailed(reason: "broken", isPermanent: true), notBefore: .now)
        #expect(try workList.countsByState() == [.failed: 1])
        #expect(try admit("pixels", header()) == .alreadyStored)
        #expect(try workList.countsByState() == [.collecting: 1])
    }

    @Test func `an instance the work list refuses leaves no file`() throws {
        #expect(try admit("pixels", header()) == .stored)
        // The work list takes no empty file.
        #expect(throws: WorkListError.self) { try admit("", header(instance: 2)) }
        #expect(try files(in: "instances").count == 1)
    }

    @Test func `a settled chest study is queued and another is put aside with its reason`() throws {
        _ = try admit("pixels", header())
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        #expect(try settling.settleDueStudies() == 1)
        #expect(try workList.countsByState() == [.queued: 1])

        _ = try admit("hand", header(instance: 2, bodyPart: "HAND"))
        #expect(try settling.settleDueStudies() == 1)
        let claim = try #require(try workList.claim(by: 1))
        #expect(claim.images.map(\.instance.sopInstanceUID) == ["1.1.1.1"])
    }

    @Test func `a study of hands is ineligible`() throws {
        _ = try admit("hand", header(bodyPart: "HAND"))
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        #expect(try settling.settleDueStudies() == 0)
        let entry = try #require(try workList.entries(limit: 1).first)
        #expect(entry.state == .ineligible)
        #expect(entry.reason == "Body Part Examined (0018,0015) is HAND, not the chest")
    }

    @Test func `a study that cannot be settled keeps no other, is told once, and makes no loop spin`() throws {
        for study in 1...3 {
            var header = header()
            header.sopInstanceUID = "1.\(study).1.1"
            header.studyInstanceUID = "1.\(study)"
            header.seriesInstanceUID = "1.\(study).1"
            _ = try admit("pixels \(study)", header)
        }
        try execute(
            """
            CREATE TRIGGER stuck BEFORE UPDATE OF state ON workItem WHEN OLD.studyRow = 2
            BEGIN SELECT RAISE(ABORT, 'stuck'); END
            """)
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        var queued = 0
        for _ in 1...3 { #expect(settling.round { queued += 1 } == Loop.slowLook) }
        #expect(queued == 1)
        #expect(try workList.countsByState() == [.queued: 2, .collecting: 1])
        let incidents = try workList.incidents(limit: 9)
        #expect(incidents.count == 1 && incidents[0].source == "settling" && incidents[0].message.contains("1.2: "))
        // Once the row takes it, it is settled too.
        try execute("DROP TRIGGER stuck")
        _ = settling.round { queued += 1 }
        #expect(try workList.countsByState() == [.queued: 3])
    }

    @Test
    func `a study of more images than are read is ineligible and an incident, and settling beats after each study`()
        throws
    {
        _ = try admit("pixels", header())
        let many = WorkListStore.SettledStudy.imageLimit + 1
        try execute(
            """
            INSERT INTO instance (seriesRow, sopInstanceUID, sopClassUID, transferSyntaxUID, path, byteCount, sha256,
                origin, storedAt)
            WITH RECURSIVE number (n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM number WHERE n < \(many))
            SELECT seriesRow, sopInstanceUID || '.' || n, sopClassUID, transferSyntaxUID, path || n, byteCount, sha256,
                origin, storedAt
            FROM number, (SELECT * FROM instance LIMIT 1)
            """)
        var other = header()
        (other.sopInstanceUID, other.studyInstanceUID, other.seriesInstanceUID) = ("1.2.1.1", "1.2", "1.2.1")
        _ = try admit("other pixels", other)
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        var (queued, beats) = (0, 0)
        _ = settling.round(queued: { queued += 1 }, beat: { beats += 1 })
        #expect(queued == 1 && beats == 2)
        #expect(try workList.countsByState() == [.ineligible: 1, .queued: 1])
        let entries = try workList.entries(limit: 9).filter { $0.state == .ineligible }
        #expect(entries.map(\.reason) == ["the study has more than 1000 images, so none of them is read"])
        let incidents = try workList.incidents(limit: 9)
        #expect(incidents.map(\.source) == ["settling"])
        #expect(incidents.allSatisfy { $0.message.contains("more than 1000 images") })
        let open = try workList.openIncidents(limit: 9)
        #expect(open.map(\.studyInstanceUID) == [header().studyInstanceUID] && open.allSatisfy(\.isLasting))
    }

    @Test func `a round of settling says what it queued and when the next study is due`() throws {
        let settling = Settling(workList: workList, eligibility: Eligibility(), logger: Logger(label: "test"))
        var queued = 0
        #expect(settling.round { queued += 1 } == Loop.slowLook)
        #expect(queued == 0)
        _ = try admit("pixels", header())
        #expect(settling.round { queued += 1 } == Loop.slowLook)
        #expect(queued == 1)
        let patient = InstanceIntake(workList: workList, quietPeriod: .seconds(2))
        let file = try patient.newFile()
        [UInt8(2)].withUnsafeBytes { file.write($0) }
        _ = try patient.admit(file, header: header(instance: 2), callingAETitle: calling)
        let pause = settling.round { queued += 1 }
        #expect(pause <= .seconds(2) || queued == 2, "the study is due within two seconds, or was already")
    }

    @Test func `studies settle by the clock that settling is given, which no step of the system's moves`() throws {
        _ = try admit("pixels", header())
        let now = Date()
        func settling(_ clock: @escaping @Sendable () -> Date) -> Settling {
            Settling(workList: workList, eligibility: Eligibility(), clock: clock, logger: Logger(label: "test"))
        }
        let earlier = settling { now - 60 }
        #expect(try earlier.settleDueStudies() == 0)
        #expect(earlier.round {} == Loop.slowLook)
        #expect(try settling { now + 1 }.settleDueStudies() == 1)
    }

    @Test func `a study still in its quiet period is left alone`() throws {
        let patient = InstanceIntake(workList: workList, quietPeriod: .seconds(60))
        let file = try patient.newFile()
        [UInt8(1)].withUnsafeBytes { file.write($0) }
        _ = try patient.admit(file, header: header(), callingAETitle: calling)
        #expect(try workList.studiesToSettle().isEmpty)
        #expect(try workList.studiesToSettle(at: .now + 61).count == 1)
    }
}
