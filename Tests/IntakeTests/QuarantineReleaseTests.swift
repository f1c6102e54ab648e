import Administration
import DICOMCore
import Foundation
import Glibc
import Platform
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Intake

/// What a person may let out of quarantine, and what not.
@Suite(.blocking) struct QuarantineReleaseTests {
    private let directory = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    private let intake: InstanceIntake
    private let workList: WorkListStore
    private var release: QuarantineRelease { QuarantineRelease(workList, rules: []) }

    init() throws {
        workList = try WorkListStore(stateDirectory: directory)
        intake = InstanceIntake(workList: workList, quietPeriod: .zero)
    }

    /// Quarantines an object beside a stored one; the audit trail has recorded it.
    private func quarantine(_ object: SentObject, beside stored: SentObject = SentObject()) throws {
        #expect(try intake.admit(stored) == .stored)
        guard case .quarantined = try intake.admit(object) else { throw ReleaseError.notFound(1) }
        try audit()
    }

    private func audit() throws {
        try execute("UPDATE auditMark SET row = 99 WHERE name = 'quarantine'")
    }

    private func execute(_ sql: String) throws {
        let ran = try run("/usr/bin/sqlite3", [WorkListStore.path(in: directory), "PRAGMA foreign_keys = ON; \(sql)"])
        #expect(ran.status == 0, "\(ran)")
    }

    private func letOut(isAsNew: Bool) throws -> String {
        try release.release(1, isAsNew: isAsNew, reason: "why", by: "root", system: "THORAXD")
    }

    private func refusal(isAsNew: Bool) throws -> ReleaseError? {
        do {
            _ = try letOut(isAsNew: isAsNew)
            return nil
        } catch let error as ReleaseError {
            #expect(try workList.quarantinedObjects(limit: 9).count == 1, "it stays")
            return error
        }
    }

    @Test func `what was released before is not released once more`() throws {
        let object = SentObject(pixels: [UInt8](repeating: 7, count: 128))
        try quarantine(object)
        _ = try letOut(isAsNew: true)
        guard case .quarantined = try intake.admit(object) else { throw ReleaseError.notFound(1) }
        try audit()
        #expect(try refusal(isAsNew: true) == .sameAsStored)
    }

    @Test(arguments: [TransferSyntax.explicitVRLittleEndian, .implicitVRLittleEndian])
    func `an image with other pixels becomes another instance that names its former UID`(syntax: TransferSyntax) throws
    {
        try quarantine(
            SentObject(syntax: syntax, pixels: [UInt8](repeating: 7, count: 128)), beside: SentObject(syntax: syntax))
        #expect(try refusal(isAsNew: false) == .stillStored(study: "1.2.3"))
        let uid = try letOut(isAsNew: true)
        #expect(uid.hasPrefix("2.25.") && uid.count <= 64)
        let stored = try #require(try workList.storedInstance(uid))
        #expect(try workList.storedInstance("1.2.3.1") != nil, "the first one stays")
        #expect(try DurableFile.Contents(ofFileAt: stored.path).sha256 == stored.sha256)
        let text = try run("/usr/bin/dcmdump", ["-q", stored.path]).output
        for words in ["(0400,0561)", "[1.2.3.1]", "[COERCE]", "[THORAXD]", "[\(uid)]"] {
            #expect(text.contains(words), "\(words) in \(text)")
        }
        #expect(text.contains("\\07\\07") || text.contains("0707"), "the pixels are those that came: \(text)")
        #expect(try workList.quarantinedObjects(limit: 9).isEmpty)
        let act = try #require(try workList.acts().last)
        #expect(act.kind == .quarantineReleased && act.detail["reason"] == "why" && act.detail["storedAs"] == uid)
        #expect(act.studyInstanceUID == "1.2.3")
    }

    @Test func `an object whose namesake was removed is admitted as it was sent`() throws {
        let second = SentObject(pixels: [UInt8](repeating: 7, count: 128))
        try quarantine(second)
        try execute("DELETE FROM study")
        #expect(try refusal(isAsNew: true) == .uidIsFree)
        #expect(try letOut(isAsNew: false) == "1.2.3.1")
        let stored = try #require(try workList.storedInstance("1.2.3.1"))
        #expect(try [UInt8](Data(contentsOf: URL(filePath: stored.path))) == second.received().file)
        #expect(try workList.countsByState() == [.collecting: 1])
    }

    @Test func `another patient never enters a study this way`() throws {
        try quarantine(SentObject(patientName: "ROE^RICHARD", patientID: "P2"))
        guard case .otherPatient(let attributes) = try refusal(isAsNew: true) else {
            Issue.record("not refused")
            return
        }
        #expect(attributes == ["Patient ID (0010,0020)", "Patient's Name (0010,0010)"])
        #expect(try workList.incidents(limit: 9).allSatisfy { !$0.message.contains("ROE") })
    }

    @Test func `a document, a lost stored file and what is the same object are refused with their reasons`() throws {
        var document = SentObject(sopClass: SOPClass.basicTextSR)
        document.pixels = nil
        var other = document
        other.orientation = "L\\P"
        try quarantine(other, beside: document)
        #expect(try refusal(isAsNew: true) == .isDocument)

        let lost = try Self()
        try lost.quarantine(SentObject(pixels: [UInt8](repeating: 7, count: 128)))
        unlink(try #require(try lost.workList.storedInstance("1.2.3.1")).path)
        #expect(try lost.refusal(isAsNew: true) == .storedFileMissing(study: "1.2.3"))
        let path = try #require(try lost.workList.quarantinedObjects(limit: 1).first).path
        try Data([1]).write(to: URL(filePath: path))
        #expect(try lost.refusal(isAsNew: true) == .damaged(path: path))
        #expect(throws: ReleaseError.notFound(7)) {
            try lost.release.release(7, isAsNew: true, reason: "why", by: "root", system: "THORAXD")
        }
    }

    @Test func `what the audit trail has not recorded waits`() throws {
        try quarantine(SentObject(pixels: [UInt8](repeating: 7, count: 128)))
        try execute("UPDATE auditMark SET row = 0 WHERE name = 'quarantine'")
        #expect(try refusal(isAsNew: true) == .unaudited)
    }
}
