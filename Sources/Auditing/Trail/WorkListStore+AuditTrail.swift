import FoundationEssentials
import GRDB
import WorkListDatabase

/// Columns that name the last message of the trail, and the last exported one.
private enum AnchorColumns: String, ColumnExpression {
    case id, hash, exportedID, exportedHash
}

extension WorkListStore {
    /// Maximum number of rows per table that one transaction records.
    static let auditBatch = 1000

    /// Appends messages for new rows of the work list and for reported occurrences. The messages and the marks are
    /// written in one transaction, so that nothing is recorded twice or left out, whenever the daemon ends.
    ///
    /// - Returns: the appended messages, and whether more rows are pending.
    package func extendAuditTrail(
        with occurrences: [AuditOccurrence], of source: AuditSource
    ) throws -> (records: [AuditRecord], isMore: Bool) {
        // Read first, so that an idle daemon does not take the write lock every second.
        guard try !occurrences.isEmpty || read({ try Self.hasUnfollowedRows(in: $0) }) else { return ([], false) }
        return try write { db in
            let following = AuditFollowing(db: db, source: source, limit: Self.auditBatch)
            var events: [AuditEvent] = []
            var isMore = false
            for table in AuditFollowing.tables {
                let mark = try Self.auditMark(table.mark, in: db)
                guard let part = try table.read(following, mark) else { continue }
                events += part.events
                isMore = isMore || part.last - mark >= Int64(Self.auditBatch)
                try Self.setAuditMark(table.mark, part.last, in: db)
            }
            events += try occurrences.map { occurrence in
                try AuditEvent(occurrence, of: source) { try Self.auditedStudy($0, in: db) }
            }
            var head = try Self.auditHead(in: db)
            let records = try events.sorted { $0.at < $1.at }.map { event in
                let record = AuditRecord(event, of: source, after: head)
                try record.insert(in: db)
                head = record.anchor
                return record
            }
            return (records, isMore)
        }
    }

    /// Returns the id of the last message that the collector has received.
    package func auditMessagesSent() throws -> Int64 { try read { try Self.auditMark(.syslog, in: $0) } }

    /// Records that the collector has received all messages up to this one.
    package func setAuditMessagesSent(_ id: Int64) throws {
        try write { try Self.setAuditMark(.syslog, id, in: $0) }
    }

    /// Returns the anchor of the last message; nil when the trail is empty.
    package func auditHead() throws -> AuditAnchor? { try read { try Self.auditHead(in: $0) } }

    static func auditHead(in db: Database) throws -> AuditAnchor? {
        let last = try Row.fetchOne(db, sql: "SELECT id, hash FROM auditMessage ORDER BY id DESC LIMIT 1")
        return try last.map { AuditAnchor(id: $0[AnchorColumns.id], hash: Array($0[AnchorColumns.hash] as Data)) }
            ?? exportAnchor(in: db)
    }

    /// The last message that was exported and removed; nil if none was. The first remaining one holds its hash.
    package func auditExportAnchor() throws -> AuditAnchor? { try read { try Self.exportAnchor(in: $0) } }

    private static func exportAnchor(in db: Database) throws -> AuditAnchor? {
        try Row.fetchOne(db, sql: "SELECT exportedID, exportedHash FROM auditTrail WHERE exportedID > 0").map {
            AuditAnchor(id: $0[AnchorColumns.exportedID], hash: Array($0[AnchorColumns.exportedHash] as Data))
        }
    }

    private static func hasUnfollowedRows(in db: Database) throws -> Bool {
        try AuditFollowing.tables.contains { table in
            let last = try Int64.fetchOne(db, sql: "SELECT max(id) FROM \(table.mark.rawValue)") ?? 0
            return try last > auditMark(table.mark, in: db)
        }
    }

    private static func auditMark(_ mark: AuditMark, in db: Database) throws -> Int64 {
        try Int64.fetchOne(db, sql: "SELECT \(mark.sql)") ?? 0
    }

    private static func setAuditMark(_ mark: AuditMark, _ row: Int64, in db: Database) throws {
        try db.executeCached("UPDATE auditMark SET row = ? WHERE name = ?", [row, mark.rawValue])
    }

    private static func auditedStudy(_ studyInstanceUID: String, in db: Database) throws -> AuditedStudy {
        try Row.fetchOne(
            db,
            sql: """
                SELECT studyInstanceUID, accessionNumber, patientID, patientName FROM study WHERE studyInstanceUID = ?
                """,
            arguments: [studyInstanceUID]
        ).map(AuditedStudy.init(row:)) ?? AuditedStudy(unknown: studyInstanceUID)
    }
}
