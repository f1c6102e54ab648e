package import FoundationEssentials
import GRDB

/// Columns of `incident` beside those of `Incident`.
private enum Columns: String, ColumnExpression {
    case since, times, cause
}

extension WorkListStore {
    /// Number of incidents to keep; older ones are deleted.
    package static let incidentLimit = 1000

    /// Records an incident.
    ///
    /// - Parameter cause: what has to end before it is over; nil for an event.
    package func record(_ incident: Incident, cause: Incident.Cause? = nil) throws {
        try write { try incident.insert(cause: cause, in: $0) }
    }

    /// Closes the incidents with a cause that is gone. Writes nothing if none is open, which is usual.
    ///
    /// - Parameter study: closes only those of this study.
    package func closeIncidents(_ cause: Incident.Cause, ofStudy study: String? = nil, at now: Date = Date()) throws {
        guard try isOpen(cause, ofStudy: study) else { return }
        try write { try Incident.close(cause, ofStudy: study, at: now, in: $0) }
    }

    /// Whether an incident with this cause is open.
    package func isOpen(_ cause: Incident.Cause, ofStudy study: String? = nil) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM incident
                        WHERE cause = ?1 AND closedAt IS NULL AND (?2 IS NULL OR studyInstanceUID = ?2))
                    """, arguments: [cause.text, study]) ?? false
        }
    }

    /// Closes the incidents of all causes of a kind but these: `kind` makes the cause of a name.
    package func closeIncidents(
        _ kind: (String) -> Incident.Cause, except names: some Collection<String>, at now: Date = Date()
    ) throws {
        let kept = String(decoding: try JSONEncoder().encode(names.map { kind($0).text }), as: UTF8.self)
        let prefix = kind("").text
        try write { db in
            try db.execute(
                sql: """
                    UPDATE incident SET closedAt = ? WHERE cause IS NOT NULL AND closedAt IS NULL
                        AND substr(cause, 1, ?) = ? AND cause NOT IN (SELECT value FROM json_each(?))
                    """, arguments: [now.milliseconds, prefix.count, prefix, kept])
        }
    }

    /// Closes the incidents of every condition, because the process that watched it is gone. What lasts is met again.
    package func closeConditions(at now: Date = Date()) throws {
        try closeIncidents(Incident.Cause.condition, except: [], at: now)
    }

    /// Whether an incident with this source and message was recorded since a time and has not been closed. Times in the future
    /// do not count.
    package func hasIncident(source: String, message: String, since time: Date) throws -> Bool {
        try read { try Incident.exists(source: source, message: message, between: time, and: Date(), in: $0) }
    }

    /// Returns the latest incidents, newest first.
    package func incidents(limit: Int) throws -> [Incident] {
        try read { db in
            try Row.fetchAll(db, sql: "SELECT * FROM incident ORDER BY id DESC LIMIT ?", arguments: [limit]).map(
                Incident.init(row:))
        }
    }

    /// Returns what is open, newest first: incidents whose cause is not gone, and events of the last day. Incidents with the
    /// same cause and study, and equal events, are one.
    package func openIncidents(limit: Int, at now: Date = Date()) throws -> [OpenIncident] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT incident.*, since, times FROM incident JOIN (
                            SELECT max(id) AS latest, min(at) AS since, count(*) AS times FROM incident
                            WHERE closedAt IS NULL AND (cause IS NOT NULL OR at > ?)
                            GROUP BY source, ifnull(cause, 'event ' || message), studyInstanceUID
                        ) ON incident.id = latest
                    ORDER BY incident.id DESC LIMIT ?
                    """,
                arguments: [(now - OpenIncident.lifeOfEvent).milliseconds, limit]
            ).map { row in
                OpenIncident(
                    Incident(row: row), since: Date(milliseconds: row[Columns.since]), times: row[Columns.times],
                    isLasting: (row[Columns.cause] as String?) != nil)
            }
        }
    }
}
