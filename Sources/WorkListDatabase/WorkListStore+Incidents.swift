package import FoundationEssentials
import GRDB

/// Something that went wrong and that an administrator should know of; never with a patient's name or id.
package struct Incident: Sendable, Equatable, Codable {
    package let at: Date
    /// Which part of the daemon it happened in.
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

extension WorkListStore {
    /// Incidents kept; older ones are dropped.
    package static let incidentLimit = 1000

    /// Puts an incident on record.
    package func record(_ incident: Incident) throws {
        try write { db in
            try db.execute(
                sql: "INSERT INTO incident (at, source, message, hint) VALUES (?, ?, ?, ?)",
                arguments: [incident.at.milliseconds, incident.source, incident.message, incident.hint])
            try db.execute(
                sql: "DELETE FROM incident WHERE id <= (SELECT max(id) FROM incident) - ?",
                arguments: [Self.incidentLimit])
        }
    }

    /// The latest incidents, newest first.
    package func incidents(limit: Int) throws -> [Incident] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM incident ORDER BY id DESC LIMIT ?", arguments: [limit]).map {
                Incident(
                    at: Date(milliseconds: $0["at"]), source: $0["source"], message: $0["message"], hint: $0["hint"])
            }
        }
    }
}
