import GRDB

extension WorkListStore {
    /// Whether any row names a path.
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

    /// Writes a copy of the work list as it is at one instant into a new database, while others go on writing.
    package func copy(to path: String) throws {
        do {
            let copy = try DatabaseQueue(path: path)
            try pool.backup(to: copy)
            try copy.close()
        } catch let error as DatabaseError {
            throw WorkListError.unusable(path: path, message: error.message ?? error.description)
        }
    }
}
