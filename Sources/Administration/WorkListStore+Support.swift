package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// What a support bundle contains about the work list: its schema and sizes, and no patient data.
extension WorkListStore {
    /// The schema as stored by SQLite, and the migrations that were applied.
    package func schemaText() throws -> String {
        try read { db in
            let migrations = try String.fetchAll(db, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
            let parts = try String.fetchAll(
                db, sql: "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY type DESC, name")
            return migrations.map { "-- \($0)" }.joined(separator: "\n") + "\n\n" + parts.joined(separator: ";\n\n")
                + ";\n"
        }
    }

    /// Number of rows of every table, and page counts of the database.
    package func sizes() throws -> [String: Int] {
        try read { db in
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")
            var sizes: [String: Int] = [:]
            for table in tables { sizes[table] = try Int.fetchOne(db, sql: "SELECT count(*) FROM \"\(table)\"") }
            for pragma in ["page_count", "page_size", "freelist_count"] {
                sizes["pragma \(pragma)"] = try Int.fetchOne(db, sql: "PRAGMA \(pragma)")
            }
            return sizes
        }
    }

    /// SQLite's version.
    package func databaseVersion() throws -> String {
        try read { try String.fetchOne($0, sql: "SELECT sqlite_version()") } ?? ""
    }

    /// What names a patient in the work list, in lower case: ids and accession numbers as they are and in parts, every part
    /// of the names, dates of birth. Parts of one character are not among them.
    package func patientWords() throws -> Set<String> {
        try read { db in
            var words: Set<String> = []
            let rows = try Row.fetchCursor(
                db, sql: "SELECT patientID, accessionNumber, patientName, patientBirthDate FROM study")
            while let row = try rows.next() {
                for index in 0..<4 {
                    guard let value = (row[index] as String?)?.lowercased(), value.count > 1 else { continue }
                    words.insert(value)
                    let parts = value.split(whereSeparator: { "^= ,.-/_:".contains($0) })
                    for part in parts where part.count > 1 { words.insert(String(part)) }
                }
            }
            return words
        }
    }

    /// The oldest and the latest change in each state, without naming a study.
    package func spansByState() throws -> [String: [Date]] {
        try read { db in
            try WorkItemState.allCases.reduce(into: [:]) { spans, state in
                let ends = try ["min", "max"].compactMap { end in
                    try Int64.fetchOne(
                        db,
                        sql: "SELECT \(end)(changedAt) FROM workItem INDEXED BY workItemByChange WHERE state = ?",
                        arguments: [state.rawValue])
                }
                if ends.count == 2 { spans[state.rawValue] = ends.map(Date.init(milliseconds:)) }
            }
        }
    }
}
