import Administration
import Foundation
import GRDB
import Platform
import TestHarness
import Testing
import WorkListDatabase

@testable import WorkList

/// `restore`: what it makes of a directory whose files are newer than the backup, and of backups of older versions.
@Suite(.blocking) struct RestoreCommandTests {
    private let place: Administered
    private let directory: String
    private var backup: String { "\(place.root)/backup" }

    /// A state directory with one study that is backed up, and a second and a signed report of the first that came later.
    init() throws {
        place = try Administered()
        directory = "\(place.root)/lost"
        try StoredObject(study: "1.2.1").write(in: directory)
        #expect(try place.run("rebuild", arguments: [], directory: directory).status == 0)
        #expect(try place.run("backup", backup, "--state-directory", directory).status == 0)
        try StoredObject(study: "1.2.1", kind: .signed).write(in: directory)
        try StoredObject(study: "1.2.2").write(in: directory)
    }

    private func damage() throws {
        for ending in ["-wal", "-shm"] { try? FileManager.default.removeItem(atPath: list + ending) }
        try Data(repeating: 0x41, count: 8192).write(to: URL(filePath: list))
    }

    private var list: String { WorkListStore.path(in: directory) }

    private func restore(_ more: String...) throws -> (status: Int32, output: String, error: String) {
        try place.run("restore", arguments: [backup] + more, directory: directory)
    }

    @Test func `a damaged work list is replaced where it is, and the files after the backup are added`() throws {
        try damage()
        let ran = try restore()
        #expect(ran.status == 0 && ran.output.contains("the damaged work list is now"), "\(ran)")
        #expect(ran.output.contains("2 files that came after the backup added"), "\(ran)")
        #expect(ran.output.contains("1 studies are on hold"), "\(ran)")
        let workList = try WorkListStore(stateDirectory: directory, for: .changing)
        let entries = try workList.entries(limit: 9)
        #expect(Set(entries.map(\.studyInstanceUID)) == ["1.2.1", "1.2.2"])
        #expect(entries.filter { $0.heldAt != nil }.map(\.studyInstanceUID) == ["1.2.1"])
        #expect(try workList.acts().map(\.kind) == [.rebuilt, .restored, .held, .rebuilt])
        #expect(try workList.openIncidents(limit: 9).contains { $0.message.contains("restored from a backup") })
        #expect(try place.run("verify", "--state-directory", directory).status == 0)
    }

    @Test func `a write-ahead log without its work list does not get into the restored one`() throws {
        try FileManager.default.removeItem(atPath: list)
        try Data("a log of another work list".utf8).write(to: URL(filePath: list + "-wal"))
        let ran = try restore()
        #expect(ran.status == 0, "\(ran)")
        let kept = Directory.names(in: directory).filter { $0.hasPrefix("worklist-damaged-") }
        #expect(kept.count == 1 && kept[0].hasSuffix("-wal"), "\(kept)")
    }

    @Test func `the time of a restore is recorded, because the UIDs of later drafts depend on it`() throws {
        try damage()
        #expect(try place.workList.lastRestore() == nil)
        let start = Date().milliseconds
        #expect(try restore().status == 0)
        let restoredAt = try #require(try WorkListStore(stateDirectory: directory, for: .asking).lastRestore())
        #expect(restoredAt >= start && restoredAt <= Date().milliseconds)
    }

    @Test func `an interrupted restore is an open incident, and is run again`() throws {
        try damage()
        #expect(try restore().status == 0)
        #expect(try restore().error.contains("has a usable work list"))
        let workList = try WorkListStore(stateDirectory: directory)
        #expect(try !workList.isOpen(.restore))
        // An interrupted restore leaves this incident, and lacks files of the backup, such as that of the first row.
        try workList.record(Incident(source: "restore", message: "m", hint: "h"), cause: .restore)
        let file = try #require(
            try workList.write { try String.fetchOne($0, sql: "SELECT path FROM instance ORDER BY id") })
        try FileManager.default.removeItem(atPath: workList.files.absolute(file))
        let again = try restore()
        #expect(again.status == 0, "\(again)")
        let restored = try WorkListStore(stateDirectory: directory)
        #expect(try !restored.isOpen(.restore) && restored.entries(limit: 9).count == 2)
        #expect(try place.run("verify", "--state-directory", directory).status == 0)
    }

    @Test func `an interrupted restore goes on with its work list, and what was decided since stays`() throws {
        let new = "\(place.root)/new"
        #expect(try place.run("restore", backup, "--state-directory", new).status == 0)
        // As an interrupted run leaves it, on which the daemon was started.
        let workList = try WorkListStore(stateDirectory: new)
        try workList.record(Incident(source: "restore", message: "m", hint: "h"), cause: .restore)
        try workList.record(.exported, by: "since then")
        let stage = InstanceFiles.staging(in: new)
        try FileManager.default.createDirectory(atPath: "\(stage)/incoming", withIntermediateDirectories: true)
        let file = try #require(try workList.read { try String.fetchOne($0, sql: "SELECT path FROM instance") })
        try FileManager.default.removeItem(atPath: workList.files.absolute(file))
        let again = try place.run("restore", backup, "--state-directory", new)
        #expect(again.status == 0 && !again.output.contains("the damaged work list is now"), "\(again)")
        let restored = try WorkListStore(stateDirectory: new)
        #expect(try restored.acts().contains { $0.actor == "since then" } && !restored.isOpen(.restore))
        #expect(!FileManager.default.fileExists(atPath: stage))
        #expect(try place.run("verify", "--state-directory", new).status == 0)
    }

    @Test func `after an interruption, a later backup in the same directory is restored, and not the earlier one`()
        throws
    {
        let new = "\(place.root)/new"
        #expect(try place.run("restore", backup, "--state-directory", new).status == 0)
        let workList = try WorkListStore(stateDirectory: new)
        try workList.record(Incident(source: "restore", message: "m", hint: "h"), cause: .restore)
        try place.workList.record(.exported, by: "later")
        #expect(try place.run("backup", backup).status == 0)
        let again = try place.run("restore", backup, "--state-directory", new)
        #expect(again.status == 0, "\(again)")
        #expect(try WorkListStore(stateDirectory: new).acts().contains { $0.actor == "later" })
    }

    @Test func `a backup of an older version is migrated, so that its restore is recorded`() throws {
        let old = packageRoot.appending(path: "Tests/WorkListDatabaseTests/StateDirectories/schema-14").path
        try FileManager.default.removeItem(atPath: backup)
        try FileManager.default.createDirectory(atPath: backup, withIntermediateDirectories: true)
        var lines = ""
        for name in try FileManager.default.subpathsOfDirectory(atPath: old).sorted()
        where name == "worklist.sqlite" || name.hasSuffix(".dcm") {
            let target = "\(backup)/\(name)"
            try FileManager.default.createDirectory(
                atPath: Directory.parent(of: target), withIntermediateDirectories: true)
            try FileManager.default.copyItem(atPath: "\(old)/\(name)", toPath: target)
            lines += "\(try DurableFile.Contents(ofFileAt: target).sha256.hexadecimal)  \(name)\n"
        }
        try lines.write(toFile: "\(backup)/SHA256SUMS", atomically: true, encoding: .utf8)
        let new = "\(place.root)/new"
        let restored = try place.run("restore", backup, "--state-directory", new)
        let workList = try WorkListStore(stateDirectory: new, for: .asking)
        #expect(try workList.entries(limit: 9).count == 3, "\(restored)")
        #expect(try workList.acts().last?.kind == .restored)
    }

    @Test func `a work list that cannot be opened takes no other's place, and nothing is put aside`() throws {
        try damage()
        let copy = "\(backup)/worklist.sqlite"
        let future = try DatabaseQueue(path: copy)
        try future.write { try $0.execute(sql: "INSERT INTO grdb_migrations VALUES ('of a later version')") }
        try future.close()
        let manifest = "\(backup)/SHA256SUMS"
        let lines = try String(contentsOfFile: manifest, encoding: .utf8).split(separator: "\n").map { line in
            line.hasSuffix("  worklist.sqlite")
                ? "\(try DurableFile.Contents(ofFileAt: copy).sha256.hexadecimal)  worklist.sqlite" : String(line)
        }
        try lines.joined(separator: "\n").write(toFile: manifest, atomically: true, encoding: .utf8)
        let before = try Data(contentsOf: URL(filePath: list))
        let ran = try restore()
        #expect(ran.status != 0, "\(ran)")
        // Otherwise a work list would be there that does not know of its restore.
        #expect(try Data(contentsOf: URL(filePath: list)) == before)
        let names = Directory.names(in: directory)
        #expect(!names.contains { $0.hasPrefix("worklist-damaged-") } && !names.contains("restoring"), "\(names)")
    }

    @Test func `what an interrupted restore staged is removed by the next one`() throws {
        try damage()
        let stage = "\(directory)/restoring"
        try FileManager.default.createDirectory(atPath: stage, withIntermediateDirectories: true)
        try Data("half a work list".utf8).write(to: URL(filePath: "\(stage)/worklist.sqlite"))
        try Data("a log".utf8).write(to: URL(filePath: "\(stage)/worklist.sqlite-wal"))
        let ran = try restore()
        #expect(ran.status == 0, "\(ran)")
        #expect(!Directory.names(in: directory).contains("restoring"))
    }
}
