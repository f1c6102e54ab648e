import Foundation
import GRDB
import TestHarness

@testable import WorkListDatabase

/// A copy of a state directory that a release made; it is removed with its last reference.
final class StateDirectory {
    let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString)"
    var workListPath: String { WorkListStore.path(in: path) }

    /// - Parameter schema: number of the last migration that the release had: 1, 6, 12 or 14.
    init(schema: Int) throws {
        let folder = packageRoot.appending(path: "Tests/WorkListDatabaseTests/StateDirectories/schema-\(schema)")
        try FileManager.default.copyItem(atPath: folder.path, toPath: path)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// The bytes of the work list's file.
    func contents() throws -> Data { try Data(contentsOf: URL(filePath: workListPath)) }

    /// Copies of the work list from before a migration.
    var copies: [String] {
        ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter { $0.hasPrefix("worklist-before-") }
    }

    /// Changes the work list as another program would.
    func execute(_ sql: String) throws {
        let database = try DatabaseQueue(path: workListPath)
        try database.write { try $0.execute(sql: sql) }
        try database.close()
    }

    /// Brings the work list to today's schema and closes it.
    func migrate() throws { try WorkListStore(stateDirectory: path).pool.close() }

    /// Everything in a database, as SQL.
    static func dump(_ path: String) throws -> String {
        let (status, output) = try run("/usr/bin/sqlite3", ["-readonly", path, ".dump"])
        return status == 0 ? output : "sqlite3 failed: \(output)"
    }
}
