package import FoundationEssentials
package import GRDB

/// A problem that an administrator should know about. It never contains a patient's name or ID.
package struct Incident: Sendable, Equatable, Codable {
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
    private enum Columns: String, ColumnExpression {
        case at, source, message, hint, studyInstanceUID, closedAt
    }

    /// - Parameter row: columns of `incident`.
    init(row: Row) {
        at = Date(milliseconds: row[Columns.at])
        source = row[Columns.source]
        message = row[Columns.message]
        hint = row[Columns.hint]
        studyInstanceUID = row[Columns.studyInstanceUID]
        closedAt = (row[Columns.closedAt] as Int64?).map(Date.init(milliseconds:))
    }

    /// Whether an incident with this source and message was recorded in this period and has not been closed.
    ///
    /// - Parameter isLasting: whether only those with a cause count.
    static func exists(
        source: String, message: String, isLasting: Bool = false, between start: Date, and end: Date, in db: Database
    ) throws -> Bool {
        try Bool.fetchOne(
            db.cachedStatement(
                sql: """
                    SELECT EXISTS (SELECT 1 FROM incident
                        WHERE source = ? AND message = ? AND at BETWEEN ? AND ? AND closedAt IS NULL
                            AND (cause IS NOT NULL OR NOT ?))
                    """),
            arguments: [source, message, start.milliseconds, end.milliseconds, isLasting]) ?? false
    }

    /// Records an incident, unless the same was recorded within the last hour and is open. An event does not stand for an
    /// incident with a cause.
    package func insertHourly(cause: Cause? = nil, in db: Database) throws {
        let isKnown = try Self.exists(
            source: source, message: message, isLasting: cause != nil, between: at - 3600, and: at, in: db)
        guard !isKnown else { return }
        try insert(cause: cause, in: db)
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
