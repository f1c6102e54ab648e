package import FoundationEssentials
package import GRDB

/// A problem that an administrator should know about. It never contains a patient's name or ID.
package struct Incident: Sendable, Equatable, Codable {
    package let at: Date
    /// The part of the daemon that reported the problem.
    package let source: String
    package let message: String
    package let hint: String

    package init(at: Date = Date(), source: String, message: String, hint: String) {
        self.at = at
        self.source = source
        self.message = message
        self.hint = hint
    }
}

extension Incident {
    /// Records the incident in a transaction, and deletes the oldest beyond the limit.
    package func insert(in db: Database) throws {
        try db.execute(
            sql: "INSERT INTO incident (at, source, message, hint) VALUES (?, ?, ?, ?)",
            arguments: [at.milliseconds, source, message, hint])
        try db.execute(
            sql: "DELETE FROM incident WHERE id <= (SELECT max(id) FROM incident) - ?",
            arguments: [WorkListStore.incidentLimit])
    }
}

extension WorkListStore {
    /// Number of incidents to keep; older ones are deleted.
    package static let incidentLimit = 1000

    /// Records an incident.
    package func record(_ incident: Incident) throws { try write { try incident.insert(in: $0) } }

    /// Whether an incident with this source and message was recorded since a time, and not in the future.
    package func hasIncident(source: String, message: String, since time: Date) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM incident
                        WHERE source = ? AND message = ? AND at >= ? AND at <= ?)
                    """,
                arguments: [source, message, time.milliseconds, Date().milliseconds]) ?? false
        }
    }

    /// Returns the latest incidents, newest first.
    package func incidents(limit: Int) throws -> [Incident] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM incident ORDER BY id DESC LIMIT ?", arguments: [limit]).map {
                Incident(
                    at: Date(milliseconds: $0["at"]), source: $0["source"], message: $0["message"], hint: $0["hint"])
            }
        }
    }
}
