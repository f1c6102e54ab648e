package import FoundationEssentials
package import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Rows that wait and whose time has come, in the order in which they go out.
    static func due(for destination: String, at now: Date) -> JobQuery<OutboxRow> {
        JobQuery(
            "outbox.destination = ? AND outbox.state IN ('queued', 'deferred') AND outbox.notBefore <= ?",
            [destination, now.milliseconds], orderedBy: "outbox.notBefore, outbox.id")
    }

    /// Whether anything has come due for a destination: one look into an index.
    package func isOutboxDue(for destination: String, at now: Date = Date()) throws -> Bool {
        try isAny(Self.due(for: destination, at: now))
    }

    /// Takes what has been due longest for a destination, oldest first.
    package func claimOutbox(
        for destination: String, by claimant: Int32, limit: Int, at now: Date = Date()
    ) throws -> [OutboxRow] {
        try claim(Self.due(for: destination, at: now), by: claimant, limit: limit, at: now) { row, _ in row }
    }

    /// Ends a claim with what came of it.
    ///
    /// - Parameters:
    ///   - status: the destination's answer, where it gave one.
    ///   - notBefore: earliest time of the next attempt, where there is one.
    /// - Throws: `DeliveryError.claimLost` when the row is no longer this claim's; nothing is changed then.
    package func settle(
        _ claim: OutboxRow, as event: OutboxEvent, status: UInt16? = nil, notBefore: Date? = nil, at now: Date = Date()
    ) throws {
        let answer: [String: (any DatabaseValueConvertible)?] =
            status.map { [OutboxRow.Columns.status.rawValue: $0] } ?? [:]
        try settle(claim, as: event, notBefore: notBefore, setting: answer, at: now)
    }

    /// Counts an attempt for everything that waits for a destination, and has it wait until a time. What waits for
    /// longer than that anyway is left alone.
    ///
    /// - Returns: rows that wait on, and rows whose attempts are used up.
    package func destinationFailed(
        _ destination: String, reason: String, until: Date, at now: Date = Date()
    ) throws -> (deferred: Int, failed: Int) {
        let event = OutboxEvent.destinationFailed(reason: reason)
        let waiting = JobQuery<OutboxRow>(
            """
            outbox.destination = ? AND (outbox.state IN ('queued', 'sending')
                OR outbox.state = 'deferred' AND outbox.notBefore <= ?)
            """, [destination, until.milliseconds], orderedBy: "outbox.id")
        let rows = try write { try apply(event, toAll: waiting, notBefore: until, at: now, in: $0) }
        let deferred = rows.count { $0.transition(on: event)?.state == .deferred }
        return (deferred, rows.count - deferred)
    }

    /// Returns to the queue what a daemon that is gone was sending; `nil` means to every destination.
    package func returnOutboxClaims(of destination: String? = nil, at now: Date = Date()) throws -> Int {
        let claims = JobQuery<OutboxRow>(
            "outbox.state = 'sending' AND outbox.destination = ifnull(?, outbox.destination)", [destination])
        return try write { try apply(.interrupted, toAll: claims, at: now, in: $0).count }
    }

    /// Gives up what waits for destinations that are none any more; returns how many rows by destination.
    package func failOutbox(
        forOthersThan destinations: Set<String>, reason: String, at now: Date = Date()
    ) throws -> [String: Int] {
        let waiting = JobQuery<OutboxRow>(
            """
            outbox.state IN ('queued', 'deferred') AND outbox.destination NOT IN (SELECT value FROM json_each(?))
            """, [String(decoding: try JSONEncoder().encode(destinations), as: UTF8.self)])
        let rows = try write { try apply(.destinationGone(reason: reason), toAll: waiting, at: now, in: $0) }
        return rows.reduce(into: [:]) { $0[$1.destination, default: 0] += 1 }
    }

    /// What an administrator wants tried again.
    package enum Retry: Sendable {
        /// Deferred and failed rows of one destination.
        case destination(String)
        /// Failed rows of every destination.
        case allFailed
        /// One row, deferred or failed.
        case row(Int64)
    }

    /// Puts rows back where they once stood in line, with all their attempts, and records an act for each; returns how
    /// many.
    package func retryOutbox(_ retry: Retry, by actor: String, at now: Date = Date()) throws -> Int {
        let rows: JobQuery<OutboxRow> =
            switch retry {
            case .destination(let name):
                JobQuery("outbox.destination = ? AND outbox.state IN ('deferred', 'failed')", [name])
            case .allFailed: JobQuery("outbox.state = 'failed'")
            case .row(let id): JobQuery("outbox.id = ? AND outbox.state IN ('deferred', 'failed')", [id])
            }
        return try self.retry(rows, by: actor, at: now)
    }

    /// - Parameter condition: of `OutboxRow.selection`, with order and limit.
    package func outboxRows(where condition: String, _ arguments: StatementArguments, in db: Database) throws
        -> [OutboxRow]
    {
        try Row.fetchAll(db, sql: "\(OutboxRow.selection) WHERE \(condition)", arguments: arguments).map {
            try OutboxRow(row: $0, files: files)
        }
    }
}
