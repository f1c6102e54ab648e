package import FoundationEssentials
import GRDB
import Platform
import WorkListDatabase

/// Messages that were exported to a file and removed from the work list.
package struct AuditSegment: Sendable, Equatable {
    package let path: String
    package let first: Int64
    package let last: AuditAnchor
}

extension WorkListStore {
    /// Maximum number of messages in a segment, which one transaction removes while no other can write.
    package static let auditSegmentLimit = 5000
    private static let day: TimeInterval = 86_400

    /// Exports the oldest messages to a new file in a directory, then removes them from the work list.
    ///
    /// The file is on disk and was read back before the transaction that removes the messages and makes the last of them the
    /// anchor of the rest. If the daemon ends between the two, the next call writes the same file again.
    ///
    /// - Parameters:
    ///   - end: exports only messages before this time.
    ///   - isCollected: whether a collector gets the messages; those that it does not have yet stay.
    /// - Returns: nil if too little is due: a segment is full or covers a day, so that there are few files.
    /// - Throws: `AuditFileError` if the messages are not an unbroken chain, or the file does not read as written. Nothing is
    ///   removed then.
    package func exportAuditSegment(
        before end: Date, isCollected: Bool, to directory: String, by actor: String,
        limit: Int = auditSegmentLimit, at now: Date = Date()
    ) throws -> AuditSegment? {
        let anchor = try auditExportAnchor()
        let sent = isCollected ? try auditMessagesSent() : Int64.max
        var records = try auditRecords(after: anchor?.id ?? 0, limit: limit)
        records = Array(records.prefix { $0.at < end && $0.id <= sent })
        guard let first = records.first, records.count == limit || first.at < end - Self.day else { return nil }
        try Directory.create(directory)
        records = Self.interruptedSegment(among: records, in: directory) ?? records
        guard let last = records.last?.anchor else { return nil }

        var chain = AuditChain(after: anchor)
        for record in records {
            if let fault = chain.fault(of: record) { throw AuditFileError.broken(fault) }
        }
        let path = "\(directory)/\(Self.auditSegmentName(first.id, last))"
        let file = try DurableFile(in: directory)
        for record in records {
            let line = try AuditLine(record).encoded()
            line.withUnsafeBytes { file.write($0) }
        }
        try file.commit(as: path)
        let copy = try AuditFile(at: path)
        for record in records {
            guard try copy.next() == record else { throw AuditFileError.otherContent(path: path) }
        }

        let segment = AuditSegment(path: path, first: first.id, last: last)
        try write { try Self.remove(segment, by: actor, at: now, in: $0) }
        return segment
    }

    private static func remove(_ segment: AuditSegment, by actor: String, at now: Date, in db: Database) throws {
        try db.execute(
            sql: "UPDATE auditTrail SET exportedID = ?, exportedHash = ?",
            arguments: [segment.last.id, Data(segment.last.hash)])
        try db.execute(sql: "DELETE FROM auditMessage WHERE id <= ?", arguments: [segment.last.id])
        try Act.record(
            .exported, by: actor,
            detail: [
                "what": "audit trail", "after": "\(segment.first - 1)", "to": "\(segment.last.id)",
                "file": segment.path,
            ], at: now, in: db)
    }

    /// The messages of a file that an interrupted export left: they are exported to the same file again, because more have
    /// become due since.
    private static func interruptedSegment(among records: [AuditRecord], in directory: String) -> [AuditRecord]? {
        guard let first = records.first?.id else { return nil }
        let names = Set(Directory.names(in: directory))
        return records.lastIndex { names.contains(auditSegmentName(first, $0.anchor)) }.map { Array(records[...$0]) }
    }

    /// The hash makes messages of another trail, such as one before a restore, another file.
    static func auditSegmentName(_ first: Int64, _ last: AuditAnchor) -> String {
        func padded(_ id: Int64) -> String { String(repeating: "0", count: max(0, 12 - "\(id)".count)) + "\(id)" }
        return "audit-\(padded(first))-\(padded(last.id))-\(last.hexadecimalHash.prefix(12)).jsonl"
    }
}
