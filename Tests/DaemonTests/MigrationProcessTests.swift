import DICOMCore
import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// `thoraxd serve` on work lists of other versions.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct MigrationProcessTests {
    @Test func `a work list of a newer version ends the daemon with 78, and it names that version`() throws {
        let daemon = try TestDaemon()
        #expect(daemon.kill(SIGTERM) == 0)
        let path = WorkListStore.path(in: daemon.stateDirectory)
        let sql = """
            INSERT INTO grdb_migrations VALUES ('99 later');
            INSERT INTO appliedMigration (name, version) VALUES ('99 later', '9.9.9')
            """
        #expect(try run("/usr/bin/sqlite3", [path, sql]).status == 0)
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(throws: TestDaemon.NotStarted.self) { try daemon.start() }
        #expect(daemon.kill(SIGKILL) == 78)
        #expect(daemon.log.contains("version 9.9.9 migrated it") && daemon.log.contains("hint="), "\(daemon.log)")
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func `a work list of an earlier version is served, and the log names the copy from before`() throws {
        let daemon = try TestDaemon()
        #expect(daemon.kill(SIGTERM) == 0)
        try FileManager.default.removeItem(atPath: daemon.stateDirectory)
        try FileManager.default.copyItem(
            at: packageRoot.appending(path: "Tests/WorkListDatabaseTests/StateDirectories/schema-6"),
            to: URL(filePath: daemon.stateDirectory))
        try daemon.start()
        let copy = "\(daemon.stateDirectory)/worklist-before-\(Implementation.version).sqlite"
        #expect(daemon.log.contains(copy), "\(daemon.log)")
        #expect(FileManager.default.fileExists(atPath: copy))
        #expect(try daemon.workList().countsByState() == [.drafted: 2, .ineligible: 1])
    }
}
