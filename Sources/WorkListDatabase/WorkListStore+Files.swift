import GRDB
import Glibc
import Platform

extension WorkListStore {
    /// Whether any row refers to a path.
    package func isListed(_ path: String) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM instance WHERE path = ?1)
                        OR EXISTS (SELECT 1 FROM quarantine WHERE path = ?1)
                        OR EXISTS (SELECT 1 FROM removedFile WHERE path = ?1)
                    """,
                arguments: [path]) ?? true
        }
    }

    /// The first fault that SQLite finds in the database file; nil if there is none.
    ///
    /// - Parameter budget: limits on the time that it takes; nil looks through all, which may take minutes.
    /// - Throws: `ReadBudget.Exceeded`, when a limit was reached before a fault was found.
    package func firstFault(within budget: ReadBudget? = nil) throws -> String? {
        func look(_ db: Database) throws -> String? { try String.fetchOne(db, sql: "PRAGMA quick_check(1)") }
        let answer = try budget.map { try read(within: $0, look) } ?? read(look)
        return answer == "ok" ? nil : answer ?? "SQLite did not check it"
    }

    /// Writes a consistent copy of the work list while others keep writing. When this returns, the copy is on disk and
    /// has replaced any file with that name.
    ///
    /// - Throws: `WorkListError.changesTooFast` if the write-ahead log grows beyond `WriteAheadLog.growthLimit` meanwhile.
    package func copy(to path: String) throws {
        let log = WriteAheadLog(of: Self.path(in: files.stateDirectory))
        do {
            try pool.copyDurably(to: path, afterStep: log.checkGrowth)
        } catch let error as DatabaseError {
            throw WorkListError.unusable(path: path, message: error.message ?? error.description)
        }
    }
}

extension DatabaseReader {
    /// Copies the database as of one instant with SQLite's backup: temporary file → fsync → rename → fsync of the directory.
    ///
    /// - Parameter afterStep: called after about each megabyte; an error that it throws ends the copy.
    func copyDurably(to path: String, afterStep: @escaping () throws -> Void = {}) throws {
        let part = "\(path).part"
        func remove(_ path: String, _ endings: String...) { endings.forEach { unlink(path + $0) } }
        remove(part, "", "-wal", "-shm", "-journal")
        defer { remove(part, "", "-wal", "-shm", "-journal") }
        let copy = try DatabaseQueue(path: part)
        try read { db in
            // The transaction begins before the first step, so all steps read one snapshot.
            _ = try Int.fetchOne(db, sql: "SELECT count(*) FROM sqlite_schema")
            try copy.inDatabase { try db.backup(to: $0, pagesPerStep: 256) { _ in try afterStep() } }
        }
        try copy.close()
        remove(path, "-wal", "-shm")
        try DurableFile.commit(part, as: path)
    }
}
