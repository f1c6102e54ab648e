package import FoundationEssentials
package import GRDB

/// A problem that an administrator should know about. It never contains a patient's name or ID.
package struct Incident: Sendable, Equatable, Codable {
    /// What has to end before an incident is over. An incident without a cause is an event: it is over at once, and is shown
    /// for a day.
    package enum Cause: Sendable, Equatable {
        /// The study has no draft: until one is written, or the study is found ineligible or removed.
        case draft
        /// The documents of a verdict are missing: until they are written.
        case documents
        /// A report that was sent back waits: until it is decided.
        case returnedReport
        /// Deliveries to this peer were given up: until none of them is left as failed.
        case deliveries(to: String)
        /// Something that lasts, by a name of its own: until the part that met it says that it is over.
        case condition(String)

        /// As the work list and its triggers have it.
        var text: String {
            switch self {
            case .draft: "draft"
            case .documents: "documents"
            case .returnedReport: "returned report"
            case .deliveries(let destination): "deliveries to \(destination)"
            case .condition(let name): "condition \(name)"
            }
        }
    }

    package let at: Date
    /// The part of the daemon that reported the problem.
    package let source: String
    package let message: String
    package let hint: String
    /// The study that it concerns, if it concerns one.
    package let studyInstanceUID: String?
    /// When its cause was gone; nil while it lasts, and for an event.
    package let closedAt: Date?

    package init(
        at: Date = Date(), source: String, message: String, hint: String, study: String? = nil
    ) {
        self.at = at
        self.source = source
        self.message = message
        self.hint = hint
        studyInstanceUID = study
        closedAt = nil
    }
}

extension Incident {
    /// - Parameter row: columns of `incident`.
    init(row: Row) {
        at = Date(milliseconds: row["at"])
        source = row["source"]
        message = row["message"]
        hint = row["hint"]
        studyInstanceUID = row["studyInstanceUID"]
        closedAt = (row["closedAt"] as Int64?).map(Date.init(milliseconds:))
    }

    /// Whether an incident with this source and message was recorded in this time, and lasts if it has a cause.
    static func exists(
        source: String, message: String, between start: Date, and end: Date, in db: Database
    ) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM incident
                        WHERE source = ? AND message = ? AND at BETWEEN ? AND ? AND closedAt IS NULL)
                    """),
            arguments: [source, message, start.milliseconds, end.milliseconds]) ?? false
    }

    /// Records an event, unless the same was recorded within the last hour.
    package func insertHourly(in db: Database) throws {
        guard try !Self.exists(source: source, message: message, between: at - 3600, and: at, in: db) else { return }
        try insert(in: db)
    }

    /// Records the incident in a transaction, and deletes the oldest beyond the limit that are over.
    package func insert(cause: Cause? = nil, in db: Database) throws {
        try db.execute(
            sql: """
                INSERT INTO incident (at, source, message, hint, studyInstanceUID, cause) VALUES (?, ?, ?, ?, ?, ?)
                """,
            arguments: [at.milliseconds, source, message, hint, studyInstanceUID, cause?.text])
        try db.execute(
            sql: """
                DELETE FROM incident
                WHERE id <= (SELECT max(id) FROM incident) - ? AND (cause IS NULL OR closedAt IS NOT NULL)
                """,
            arguments: [WorkListStore.incidentLimit])
    }
}

/// An incident that is not over.
package struct OpenIncident: Sendable, Equatable, Codable {
    /// How long an event is shown.
    static let lifeOfEvent: TimeInterval = 86_400

    /// When it was recorded first.
    package let since: Date
    /// When it was recorded last, and how often.
    package let at: Date
    package let times: Int
    package let source: String
    package let message: String
    package let hint: String
    package let studyInstanceUID: String?
    /// Whether it lasts until its cause is gone; false for an event.
    package let isLasting: Bool

    init(_ incident: Incident, since: Date, times: Int, isLasting: Bool) {
        self.isLasting = isLasting
        self.since = since
        self.times = times
        at = incident.at
        source = incident.source
        message = incident.message
        hint = incident.hint
        studyInstanceUID = incident.studyInstanceUID
    }
}
