package import FoundationEssentials
import GRDB
import WorkListDatabase

extension WorkListStore {
    /// Messages, the latest first.
    ///
    /// - Parameters:
    ///   - since: only of events from then on.
    ///   - event: only of this code.
    ///   - studyInstanceUID: only about this study.
    package func auditRecords(
        since: Date? = nil, event: AuditEventID? = nil, aboutStudy studyInstanceUID: String? = nil, limit: Int
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
        arguments.append(limit)
        let condition = conditions.isEmpty ? "" : "WHERE " + conditions.joined(separator: " AND ")
        return try read { db in
            try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM auditMessage \(condition) ORDER BY id DESC LIMIT ?",
                arguments: StatementArguments(arguments))
        }
    }

    /// The next messages after one, in the order of the trail.
    package func auditRecords(after id: Int64, limit: Int) throws -> [AuditRecord] {
        try read { db in
            try AuditRecord.fetchAll(
                db, sql: "SELECT * FROM auditMessage WHERE id > ? ORDER BY id LIMIT ?", arguments: [id, limit])
        }
    }

    /// One message; nil where there is none of this id.
    package func auditRecord(_ id: Int64) throws -> AuditRecord? {
        try auditRecords(after: id - 1, limit: 1).first { $0.id == id }
    }
}
