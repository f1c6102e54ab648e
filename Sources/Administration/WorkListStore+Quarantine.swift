package import FoundationEssentials
import GRDB
import Platform
import WorkListDatabase

/// An object in quarantine, which belongs to no study; without patient names or ids.
package struct QuarantinedObject: Sendable, Codable, Equatable {
    /// Names it in commands.
    package let id: Int64
    package let at: Date
    package let sopInstanceUID: String
    package let callingAETitle: String?
    package let reason: String
    /// Full path of the file.
    package let path: String
    /// SHA-256 of the file in hexadecimal.
    package let sha256: String
    /// The study of the instance that is stored under this UID; nil if no instance is.
    package let studyInstanceUID: String?
}

extension QuarantinedObject {
    private enum Columns: String, ColumnExpression {
        case id, at, sopInstanceUID, callingAETitle, reason, path, sha256, studyInstanceUID
    }

    /// - Parameter row: a row of `quarantine` with the study.
    fileprivate init(row: Row, in files: InstanceFiles) {
        self.init(
            id: row[Columns.id], at: Date(milliseconds: row[Columns.at]), sopInstanceUID: row[Columns.sopInstanceUID],
            callingAETitle: row[Columns.callingAETitle], reason: row[Columns.reason],
            path: files.absolute(row[Columns.path]), sha256: (row[Columns.sha256] as Data).hexadecimal,
            studyInstanceUID: row[Columns.studyInstanceUID])
    }
}

/// An object that was quarantined before sizes were recorded.
private struct UnmeasuredQuarantine: FetchableRecord {
    let id: Int64
    let path: String
    let sha256: Data

    private enum Columns: String, ColumnExpression {
        case id, path, sha256
    }

    init(row: Row) {
        id = row[Columns.id]
        path = row[Columns.path]
        sha256 = row[Columns.sha256]
    }
}

extension WorkListStore {
    /// Objects in quarantine, newest first.
    package func quarantinedObjects(limit: Int) throws -> [QuarantinedObject] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT quarantine.*, study.studyInstanceUID FROM quarantine
                    LEFT JOIN instance ON instance.sopInstanceUID = quarantine.sopInstanceUID
                    LEFT JOIN series ON series.id = instance.seriesRow LEFT JOIN study ON study.id = series.studyRow
                    ORDER BY quarantine.id DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map { QuarantinedObject(row: $0, in: files) }
        }
    }

    /// Records the size of files that were quarantined before sizes were recorded. Each is read once; a file that is
    /// missing or differs from its digest stays without a size.
    package func recordQuarantineSizes() throws {
        var last: Int64 = 0
        while true {
            let rows = try read { db in
                try UnmeasuredQuarantine.fetchAll(
                    db,
                    sql: """
                        SELECT id, path, sha256 FROM quarantine WHERE byteCount IS NULL AND id > ?
                        ORDER BY id LIMIT 100
                        """,
                    arguments: [last])
            }
            guard let end = rows.last else { return }
            last = end.id
            for row in rows {
                guard let contents = try? DurableFile.Contents(ofFileAt: files.absolute(row.path)),
                    contents.byteCount > 0, Data(contents.sha256) == row.sha256
                else { continue }
                try write { db in
                    try db.execute(
                        sql: "UPDATE quarantine SET byteCount = ? WHERE id = ?",
                        arguments: [contents.byteCount, row.id])
                }
            }
        }
    }
}
