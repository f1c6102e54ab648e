import DICOMCore
import Foundation
import GRDB
import TestHarness
import Testing

@testable import WorkListDatabase

@Suite(.blocking) struct MigratingTests {
    private static let copyName = "worklist-before-\(Implementation.version).sqlite"

    @Test(arguments: [1, 6, 12]) func `a work list is copied as it was before it is migrated`(schema: Int) throws {
        let directory = try StateDirectory(schema: schema)
        try Data("an earlier copy".utf8).write(to: URL(filePath: "\(directory.path)/worklist-before-0.0.1.sqlite"))
        let before = try StateDirectory.dump(directory.workListPath)
        let workList = try WorkListStore(stateDirectory: directory.path)
        let copy = try #require(workList.copyBeforeMigration)
        #expect(copy == "\(directory.path)/\(Self.copyName)")
        #expect(directory.copies == [Self.copyName], "only the latest copy is kept")
        #expect(try StateDirectory.dump(copy) == before)
        #expect(try StateDirectory.dump(directory.workListPath) != before)

        // What the copy is for: it opens in place of the work list.
        try workList.pool.close()
        try FileManager.default.removeItem(atPath: directory.workListPath)
        try FileManager.default.moveItem(atPath: copy, toPath: directory.workListPath)
        #expect(try WorkListStore(stateDirectory: directory.path).copyBeforeMigration == copy)
    }

    @Test func `a new work list and one of this version are not copied`() throws {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: path) }
        for _ in 1...2 { #expect(try WorkListStore(stateDirectory: path).copyBeforeMigration == nil) }
    }

    @Test(arguments: [
        ("INSERT INTO appliedMigration (name, version) VALUES ('98 later', '9.9.8'), ('99 later', '9.9.9')", "9.9.9"),
        ("SELECT 1", nil), ("DROP TABLE appliedMigration", nil),
    ])
    func `a work list of a newer version is refused and stays as it is`(sql: String, version: String?) throws {
        let directory = try StateDirectory(schema: 12)
        try directory.migrate()
        try directory.execute("INSERT INTO grdb_migrations VALUES ('98 later'), ('99 later'); \(sql)")
        let (before, copies) = (try directory.contents(), directory.copies)
        for purpose in [WorkListStore.Purpose.serving, .changing, .asking] {
            let error = #expect(throws: WorkListError.self) {
                try WorkListStore(stateDirectory: directory.path, for: purpose)
            }
            guard case .otherSchema(_, isNewer: true, version) = error else {
                Issue.record("\(String(describing: error))")
                continue
            }
            let cause = "\(version.map { "version \($0)" } ?? "an unknown version") migrated it"
            #expect("\(error as Any)".contains(cause))
        }
        #expect(try directory.contents() == before)
        #expect(directory.copies == copies)
    }

    @Test func `a migration that fails changes nothing`() throws {
        let directory = try StateDirectory(schema: 1)
        try directory.execute("CREATE TABLE auditMessage (id INTEGER)")
        let before = try StateDirectory.dump(directory.workListPath)
        #expect(throws: WorkListError.self) { try WorkListStore(stateDirectory: directory.path) }
        #expect(try StateDirectory.dump(directory.workListPath) == before)
    }

    @Test func `a work list is not migrated when its copy does not fit on the disk`() throws {
        let directory = try StateDirectory(schema: 12)
        let disk = "\(directory.path)/disk"
        try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: true)
        guard try run("/usr/bin/mount", ["-t", "tmpfs", "-o", "size=400k", "tmpfs", disk]).status == 0 else {
            print("skipped: this user may not mount a tmpfs")
            return
        }
        defer { _ = try? run("/usr/bin/umount", ["--lazy", disk]) }
        let path = WorkListStore.path(in: disk)
        try FileManager.default.copyItem(atPath: directory.workListPath, toPath: path)
        let error = #expect(throws: WorkListError.self) { try WorkListStore(stateDirectory: disk) }
        guard case .database(let message, isBusy: false, isOutOfSpace: true) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(message.contains("MB of disk space"))
        #expect(try Data(contentsOf: URL(filePath: path)) == directory.contents())
    }

    @Test func `a work list whose making was interrupted is made again`() throws {
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
        let state = "\(path)/state"
        try FileManager.default.createDirectory(atPath: state, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: path) }
        let half = try DatabaseQueue(path: "\(path)/half.sqlite")
        try half.inDatabase { db in
            // Pages go to the file before the commit: a copy of it needs its journal.
            try db.execute(sql: "CREATE TABLE a (b BLOB); PRAGMA cache_size = 1; PRAGMA cache_spill = 1")
            try db.inTransaction {
                try db.execute(sql: "INSERT INTO a VALUES (zeroblob(1000000))")
                for ending in ["", "-journal"] {
                    try FileManager.default.copyItem(
                        atPath: "\(path)/half.sqlite\(ending)", toPath: WorkListStore.path(in: state) + ending)
                }
                return .rollback
            }
        }
        #expect(try WorkListStore(stateDirectory: state).copyBeforeMigration == nil)
    }
}
