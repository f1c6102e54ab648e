import FoundationEssentials
package import GRDB

/// An object in quarantine, as its row has it.
package struct QuarantinedFile: Sendable, FetchableRecord {
    package let id: Int64
    package let sopInstanceUID: String
    /// Relative to the state directory.
    package let path: String
    /// Bytes of the file; nil in rows of an early version.
    package let byteCount: Int?
    /// SHA-256 of the file, 32 bytes.
    package let sha256: [UInt8]
    package let callingAETitle: String?
    /// Whether the audit trail has recorded it.
    package let isAudited: Bool

    private enum Columns: String, ColumnExpression {
        case id, sopInstanceUID, path, byteCount, sha256, callingAETitle, isAudited
    }

    package init(row: Row) {
        id = row[Columns.id]
        sopInstanceUID = row[Columns.sopInstanceUID]
        path = row[Columns.path]
        byteCount = row[Columns.byteCount]
        sha256 = Array(row[Columns.sha256] as Data)
        callingAETitle = row[Columns.callingAETitle]
        isAudited = row[Columns.isAudited]
    }

    package static func fetch(_ id: Int64, in db: Database) throws -> QuarantinedFile? {
        try fetchOne(
            db, sql: "SELECT *, id <= \(AuditMark.quarantine.sql) AS isAudited FROM quarantine WHERE id = ?",
            arguments: [id])
    }
}

extension WorkListStore {
    /// Returns an object in quarantine; nil if there is none with this id.
    package func quarantinedFile(_ id: Int64) throws -> QuarantinedFile? { try read { try .fetch(id, in: $0) } }
}
