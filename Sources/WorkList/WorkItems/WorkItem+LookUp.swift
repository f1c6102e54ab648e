package import GRDB
package import WorkListDatabase

extension WorkItem {
    /// Returns the work item with this id.
    ///
    /// - Throws: `WorkListError.noSuchStudy` when no work item has this id.
    package static func fetch(_ id: Int64, in db: Database) throws -> WorkItem {
        guard let item = try fetchOne(db, sql: "SELECT * FROM workItem WHERE id = ?", arguments: [id]) else {
            throw WorkListError.noSuchStudy("\(id)")
        }
        return item
    }

    package func studyInstanceUID(in db: Database) throws -> String {
        try String.fetchOne(
            db.cachedStatement(sql: "SELECT studyInstanceUID FROM study WHERE id = ?"), arguments: [studyRow]) ?? ""
    }

    /// Returns the priorities of the studies in a state, with one look-up per priority.
    package static func priorities(of state: WorkItemState, in db: Database) throws -> [Int] {
        let statement = try db.cachedStatement(
            sql: """
                SELECT max(priority) FROM workItem INDEXED BY workItemByPriority WHERE state = ? AND priority < ?
                """)
        var found: [Int] = []
        while let next = try Int.fetchOne(statement, arguments: [state.rawValue, found.last ?? 11]) {
            found.append(next)
        }
        return found
    }
}

extension WorkListStore {
    /// Returns the work item of the study with this Study Instance UID; nil if there is none.
    package func workItem(ofStudy studyInstanceUID: String) throws -> Int64? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT workItem.id FROM study JOIN workItem ON workItem.studyRow = study.id
                    WHERE study.studyInstanceUID = ?
                    """, arguments: [studyInstanceUID])
        }
    }

    /// Returns the work item that a user names by its number, a Study Instance UID or an accession number.
    ///
    /// - Throws: `WorkListError.noSuchStudy`, or `ambiguousStudy` when the name matches several studies.
    package func workItem(named name: String) throws -> Int64 {
        let found = try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    SELECT id FROM workItem WHERE id = CAST(?1 AS INTEGER) AND CAST(CAST(?1 AS INTEGER) AS TEXT) = ?1
                    UNION SELECT workItem.id FROM study JOIN workItem ON workItem.studyRow = study.id
                        WHERE study.studyInstanceUID = ?1
                    UNION SELECT workItem.id FROM study JOIN workItem ON workItem.studyRow = study.id
                        WHERE study.accessionNumber = ?1
                    LIMIT 20
                    """,
                arguments: [name])
        }
        guard let first = found.first else { throw WorkListError.noSuchStudy(name) }
        guard found.count == 1 else { throw WorkListError.ambiguousStudy(name, workItems: found) }
        return first
    }
}
