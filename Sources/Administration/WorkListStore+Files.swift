package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// A file that the work list names: that of an instance, or one in quarantine.
package struct ListedFile: Sendable, Equatable {
    /// The tables whose rows name a file to keep.
    package enum Kind: String, CaseIterable, Sendable, Codable {
        case instance, quarantine
    }

    package let kind: Kind
    /// Row id in the table of its kind.
    package let id: Int64
    /// Relative to the state directory.
    package let path: String
    /// Size of the file; nil for files quarantined before sizes were recorded. Compare with `fault(at:)`, which handles nil.
    package let byteCount: Int?
    /// SHA-256 of the file, 32 bytes.
    package let sha256: [UInt8]
}

extension ListedFile {
    private enum Columns: String, ColumnExpression {
        case id, path, byteCount, sha256
    }

    /// - Parameter row: a row of the table of the kind.
    fileprivate init(_ kind: Kind, row: Row) {
        self.init(
            kind: kind, id: row[Columns.id], path: row[Columns.path], byteCount: row[Columns.byteCount],
            sha256: Array(row[Columns.sha256] as Data))
    }
}

extension WorkListStore {
    /// The next page of files, in row order, so that a list of any length needs little memory.
    ///
    /// - Parameters:
    ///   - id: row id of the last file returned.
    ///   - since: selects only files stored at or after this time.
    func listedFiles(
        _ kind: ListedFile.Kind, after id: Int64, storedSince since: Date? = nil, limit: Int = 1000
    ) throws -> [ListedFile] {
        let time = kind == .instance ? "storedAt" : "at"
        return try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT id, path, byteCount, sha256 FROM \(kind.rawValue)
                    WHERE id > ? AND \(time) >= ? ORDER BY id LIMIT ?
                    """,
                arguments: [id, since?.milliseconds ?? 0, limit]
            ).map { ListedFile(kind, row: $0) }
        }
    }

    /// Calls `body` with every file in row order, instances first, until it returns false.
    ///
    /// - Returns: whether every file was visited.
    @discardableResult
    package func eachListedFile(
        storedSince since: Date? = nil, _ body: (ListedFile) throws -> Bool
    ) throws -> Bool {
        for kind in ListedFile.Kind.allCases {
            var last: Int64 = 0
            while true {
                let files = try listedFiles(kind, after: last, storedSince: since)
                guard let end = files.last else { break }
                last = end.id
                for file in files where try !body(file) { return false }
            }
        }
        return true
    }

    /// Number and total size of the files, to estimate the work ahead.
    package func listedTotals(storedSince since: Date? = nil) throws -> (files: Int, bytes: Int) {
        try read { db in
            let row = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(*), ifnull(sum(byteCount), 0) FROM (
                        SELECT byteCount FROM instance WHERE storedAt >= ?1
                        UNION ALL SELECT byteCount FROM quarantine WHERE at >= ?1)
                    """,
                arguments: [since?.milliseconds ?? 0])
            return (row?[0] ?? 0, row?[1] ?? 0)
        }
    }

    /// Time of the latest change of state in the work list.
    package func latestTime() throws -> Date? {
        try read { db in
            let last = try WorkItemState.allCases.compactMap { state in
                try Int64.fetchOne(
                    db, sql: "SELECT max(changedAt) FROM workItem INDEXED BY workItemByChange WHERE state = ?",
                    arguments: [state.rawValue])
            }
            return last.max().map(Date.init(milliseconds:))
        }
    }

    /// Whether a row still names a file; retention may remove it meanwhile.
    package func isListed(_ file: ListedFile) throws -> Bool { try isKept(file.path) }

    /// Whether a row names the file at a path as one to keep; a file that is only listed for removal is not.
    package func isKept(_ path: String) throws -> Bool {
        let conditions = ListedFile.Kind.allCases.map { "EXISTS (SELECT 1 FROM \($0.rawValue) WHERE path = ?1)" }
        return try read { db in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT \(conditions.joined(separator: " OR "))"), arguments: [path]) ?? true
        }
    }
}
