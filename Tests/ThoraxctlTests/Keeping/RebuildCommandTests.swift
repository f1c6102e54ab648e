import Administration
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `rebuild`: a work list from files, when its own is gone.
@Suite(.blocking) struct RebuildCommandTests {
    private let place: Administered
    private let directory: String

    init() throws {
        place = try Administered()
        directory = "\(place.root)/rebuilt"
    }

    private func rebuild(_ more: String...) throws -> (status: Int32, output: String, error: String) {
        try place.run("rebuild", arguments: more, directory: directory)
    }

    private func workList() throws -> WorkListStore { try WorkListStore(stateDirectory: directory, for: .changing) }

    private func answer(_ more: String...) throws -> [String: Any] {
        let ran = try place.run("rebuild", arguments: more + ["--json"], directory: directory)
        return try #require(try place.json(ran.output) as? [String: Any], "\(ran)")
    }

    /// Settles what waits and returns the states by study.
    private func states() throws -> [String: WorkItemState] {
        let entries = try workList().entries(limit: 99)
        return Dictionary(uniqueKeysWithValues: entries.map { ($0.studyInstanceUID, $0.state) })
    }

    private func damage() throws {
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: WorkListStore.path(in: directory)))
    }

    @Test func `images come back as studies that settle when the daemon starts`() throws {
        for study in ["1.2.1", "1.2.2"] {
            for number in 1...2 { try StoredObject(study: study, number: number).write(in: directory) }
        }
        let ran = try rebuild()
        #expect(ran.status == 0 && ran.output.contains("4 files admitted"), "\(ran)")
        #expect(ran.output.contains("2 studies, 0 on hold"), "\(ran)")
        #expect(try states() == ["1.2.1": .collecting, "1.2.2": .collecting])
        #expect(try workList().studiesToSettle().map(\.images.count) == [2, 2])
        #expect(try workList().acts().map(\.kind) == [.rebuilt])
        #expect(try workList().openIncidents(limit: 9).contains { $0.isLasting } == false)
    }

    @Test func `a damaged work list is renamed and kept, and a second run changes nothing`() throws {
        try StoredObject(study: "1.2.1").write(in: directory)
        try damage()
        let first = try rebuild()
        #expect(
            first.status == 0 && first.output.contains("the damaged work list is now \(directory)/worklist-damaged-"))
        let names = Directory.names(in: directory).filter { $0.hasPrefix("worklist-damaged-") }
        #expect(names.count == 1)
        let refused = try rebuild()
        #expect(refused.status == 1 && refused.error.contains("is usable"), "\(refused)")
        #expect(refused.error.contains("--add-missing"), "\(refused)")
        let again = try answer("--add-missing")
        let files = try #require(again["files"] as? [String: Any])
        #expect(files["instances"] as? Int == 0 && files["listed"] as? Int == 1, "\(again)")
    }

    @Test func `a study whose signed report lies among its files is not drafted before a person has looked`() throws {
        for (study, kind) in [("1.2.1", StoredObject.Kind.signed), ("1.2.2", .returned), ("1.2.3", .draft(3))] {
            try StoredObject(study: study).write(in: directory)
            try StoredObject(study: study, kind: .draft(1)).write(in: directory)
            try StoredObject(study: study, kind: kind).write(in: directory)
        }
        let ran = try rebuild()
        #expect(ran.status == 0 && ran.output.contains("3 studies, 2 on hold"), "\(ran)")
        let workList = try workList()
        let held = try workList.entries(limit: 9).filter { $0.heldAt != nil }
        #expect(Set(held.map(\.studyInstanceUID)) == ["1.2.1", "1.2.2"])
        #expect(try workList.acts().map(\.kind).filter { $0 == .held }.count == 2)
        #expect(try workList.acts().last { $0.kind == .rebuilt }?.detail["held"] == "2")
        // Whether a draft was rejected is lost with its row.
        let withdrawn = try workList.read { db in
            try String.fetchAll(db, sql: "SELECT DISTINCT completionFlag FROM instance WHERE isWithdrawn")
        }
        #expect(withdrawn == ["PARTIAL"])
        // Settled as the daemon does, only the third is drafted; its revision continues that of its drafts.
        for settled in try workList.studiesToSettle() {
            _ = try workList.settle(settled, as: .settled, eligible: settled.images.map(\.instance.sopInstanceUID))
        }
        let claim = try #require(try workList.claim(by: 1))
        #expect(claim.studyInstanceUID == "1.2.3" && claim.workItem.revision == 4)
        #expect(claim.images.count == 1, "the documents are not images")
        #expect(try workList.claim(by: 1) == nil)
        #expect(try workList.openIncidents(limit: 9).contains { $0.message.contains("2 on hold") })
    }

    @Test func `what cannot be read is left with its reason, and what is double or contradicts is put apart`() throws {
        let first = StoredObject(study: "1.2.1")
        try first.write(in: directory, name: "a")
        try first.write(in: directory, "unlisted")
        var other = first
        other.patientName = "ROE^RICHARD"
        var bytes = other.bytes
        bytes[bytes.count - 1] ^= 1
        try Data(bytes).write(to: URL(filePath: "\(directory)/instances/7a/01/b.dcm"))
        try Data("no DICOM".utf8).write(to: URL(filePath: "\(directory)/instances/7a/01/c.dcm"))
        let ran = try rebuild()
        #expect(ran.status == 2, "\(ran)")
        #expect(ran.output.contains("1 files admitted, 0 had a row, 1 were there twice"), "\(ran)")
        #expect(ran.output.contains("instances/7a/01/c.dcm") && ran.output.contains("1 objects are in quarantine"))
        #expect(FileManager.default.fileExists(atPath: "\(directory)/instances/7a/01/c.dcm"))
        #expect(!ran.output.contains("ROE") && !ran.output.contains("LINDQVIST"))
        let quarantined = try workList().quarantinedObjects(limit: 9)
        #expect(quarantined.count == 1 && quarantined[0].reason.contains("other bytes are stored"), "\(quarantined)")
    }

    @Test func `a sound copy takes the place of a stored file that is damaged`() throws {
        let object = StoredObject(study: "1.2.1")
        try object.write(in: directory)
        #expect(try rebuild().status == 0)
        let stored = try #require(try workList().storedInstance(object.sopInstanceUID))
        try Data(object.bytes.dropLast(10)).write(to: URL(filePath: stored.path))
        try object.write(in: directory, "unlisted")
        #expect(try rebuild("--add-missing").status == 0)
        #expect(try Data(contentsOf: URL(filePath: stored.path)) == Data(object.bytes))
    }

    @Test func `files that a restored work list does not know are added to it`() throws {
        try StoredObject(study: "1.2.1").write(in: directory)
        #expect(try rebuild().status == 0)
        try StoredObject(study: "1.2.2").write(in: directory, "unlisted")
        let ran = try rebuild("--add-missing")
        #expect(ran.status == 0 && ran.output.contains("1 files admitted, 1 had a row"), "\(ran)")
        #expect(try states() == ["1.2.1": .collecting, "1.2.2": .collecting])
        #expect(Directory.names(in: "\(directory)/unlisted").isEmpty, "retention removes old files there")
    }

    @Test func `an interrupted run lets nothing settle, and the next one goes on without a word`() throws {
        for study in ["1.2.1", "1.2.2"] { try StoredObject(study: study).write(in: directory) }
        #expect(try rebuild().status == 0)
        let workList = try workList()
        // As the first of two files leaves it.
        try workList.beginRebuild()
        try workList.write { db in
            try db.execute(sql: "UPDATE workItem SET notBefore = ?", arguments: [WorkListStore.rebuilding.milliseconds])
            try db.execute(sql: "DELETE FROM study WHERE studyInstanceUID = '1.2.2'")
        }
        #expect(try workList.studiesToSettle().isEmpty)
        let status = try place.run("status", arguments: [], directory: directory)
        #expect(status.output.contains("wrong") && status.output.contains("is not completely rebuilt"), "\(status)")
        #expect(try rebuild().status == 0)
        #expect(try workList.studiesToSettle().count == 2)
    }

    @Test(.enabled(if: geteuid() == 0))
    func `as root it continues as the owner of the directory, who also gets the files of root there`() throws {
        let owner: uid_t = 12_345
        try StoredObject(study: "1.2.1").write(in: directory)
        try damage()
        #expect(chown(directory, owner, owner) == 0)
        // The account must be able to enter the folders above.
        #expect(chmod(place.root, 0o755) == 0)
        let ran = try rebuild()
        #expect(ran.status == 0, "\(ran)")
        let names = try FileManager.default.subpathsOfDirectory(atPath: directory)
        #expect(names.contains("worklist.sqlite") && names.contains { $0.hasPrefix("worklist-damaged-") })
        for name in names {
            let status = try #require(FileStatus("\(directory)/\(name)"))
            #expect(status.owner == owner && status.group == owner, "\(name)")
        }
        #expect(try workList().acts().map(\.actor) == [Account.current.name], "the act names who ran it")
    }

    @Test func `it never runs beside the daemon`() throws {
        try StoredObject(study: "1.2.1").write(in: directory)
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: directory))
        let refused = try rebuild()
        withExtendedLifetime(lock) {}
        #expect(refused.status == 1 && refused.error.contains("thoraxd is running"), "\(refused)")
        #expect(!FileManager.default.fileExists(atPath: WorkListStore.path(in: directory)))
    }

    @Test func `a work list that is missing beside stored files is found, and so is the way out`() throws {
        try StoredObject(study: "1.2.1").write(in: directory)
        for command in ["check", "status"] {
            let found = try place.run(command, arguments: [], directory: directory)
            #expect((found.output + found.error).contains("thoraxctl rebuild"), "\(found)")
        }
    }
}
