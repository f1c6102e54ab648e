package import FoundationEssentials
import GRDB
import WorkListDatabase

extension WorkListStore {
    /// Returns messages, latest first.
    ///
    /// - Parameters:
    ///   - since: returns only events from this time on.
    ///   - event: returns only events with this code.
    ///   - studyInstanceUID: returns only events on this study.
    ///   - texts: returns only messages that say all of these.
    package func auditRecords(
        since: Date? = nil, event: AuditEventID? = nil, aboutStudy studyInstanceUID: String? = nil,
        holding texts: [AuditText] = [], limit: Int
    ) throws -> [AuditRecord] {
        var conditions: [String] = []
        var arguments: [(any DatabaseValueConvertible)?] = []
        if let since {
            conditions.append("at >= ?")
            arguments.append(since.milliseconds)
        }
        if let event {
            conditions.append("event = ?")
            arguments.append(event.rawValue)
        }
        if let studyInstanceUID {
            conditions.append("studyInstanceUID = ?")
            arguments.append(studyInstanceUID)
        }
        for text in texts {
            conditions.append("(" + text.markups.map { _ in "instr(message, ?)" }.joined(separator: " OR ") + ")")
            arguments += text.markups
        }
        arguments.append(limit)
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try read { db in
            // A walk through the trail from its end reads all of it if it does not find as many as are asked for.
            let enough = event == nil && texts.isEmpty ? limit : Self.fewest
            let areFew =
                try studyInstanceUID == nil && since.map { try Self.areFewer(than: enough, since: $0, in: db) } == true
            let source = areFew ? Self.sourceByTime : "auditMessage"
            return try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM \(source) \(condition) ORDER BY id DESC LIMIT ?",
                arguments: StatementArguments(arguments))
        }
    }

    /// Messages that are sorted faster than the trail is read.
    private static let fewest = 5000

    static let sourceByTime = "auditMessage INDEXED BY auditMessageByTime"

    static func areFewer(than number: Int, since: Date, in db: Database) throws -> Bool {
        let found = try Int.fetchOne(
            db, sql: "SELECT count(*) FROM (SELECT 1 FROM \(sourceByTime) WHERE at >= ? LIMIT ?)",
            arguments: [since.milliseconds, number])
        return found ?? 0 < number
    }

    /// Returns the messages that follow the given one, in order.
    package func auditRecords(after id: Int64, limit: Int) throws -> [AuditRecord] {
        try read { db in
            try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM auditMessage WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, limit])
        }
    }

    /// Returns the message with this id, or nil.
    package func auditRecord(_ id: Int64) throws -> AuditRecord? {
        try auditRecords(after: id - 1, limit: 1).first { $0.id == id }
    }
}
