package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the query for pending rows that are due, in the order in which they are sent. Rows of a draft whose rejection
    /// can still be withdrawn are not due.
    static func due(for destination: String, at now: Date) -> JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.destination = ? AND outbox.state IN ('queued', 'deferred') AND outbox.notBefore <= ?
                AND NOT EXISTS (SELECT 1 FROM pendingWithdrawal WHERE pendingWithdrawal.instanceRow = outbox.instanceRow)
            """,
            [destination, now.milliseconds], orderedBy: "outbox.notBefore, outbox.id")
    }

    /// Whether anything is due for a destination; usually costs two index look-ups.
    package func isOutboxDue(for destination: String, at now: Date = Date()) throws -> Bool {
        try isAny(Self.due(for: destination, at: now))
    }

    /// Claims the rows of a destination that have been due longest, oldest first.
    package func claimOutbox(
        for destination: String, by claimant: Int32, limit: Int, at now: Date = Date()
    ) throws -> [OutboxRow] {
        try claim(Self.due(for: destination, at: now), by: claimant, limit: limit, at: now) { row, _ in row }
    }

    /// Ends a claim with its outcome.
    ///
    /// - Parameters:
    ///   - status: the status of the destination's response, if it sent one.
    ///   - notBefore: earliest time of the next attempt, if there is one.
    /// - Throws: `DeliveryError.claimLost` if the claim no longer holds the row; nothing is changed then.
    package func settle(
        _ claim: OutboxRow, as event: OutboxEvent, status: UInt16? = nil, notBefore: Date? = nil, at now: Date = Date()
    ) throws {
        let answer: [String: (any DatabaseValueConvertible)?] =
            status.map { [OutboxRow.Columns.status.rawValue: $0] } ?? [:]
        try settle(claim, as: event, notBefore: notBefore, setting: answer, at: now)
    }

    /// Counts an attempt for every row pending for a destination and defers it until a time. Rows that are already
    /// deferred beyond that time are unchanged.
    ///
    /// - Returns: the number of rows that stay pending, and of rows that have used up their attempts.
    package func destinationFailed(
        _ destination: String, reason: String, until: Date, at now: Date = Date()
    ) throws -> (deferred: Int, failed: Int) {
        let event = OutboxEvent.destinationFailed(reason: reason)
        let waiting = JobQuery<OutboxRow>(
            """
            outbox.destination = ? AND (outbox.state IN ('queued', 'sending')
                OR outbox.state = 'deferred' AND outbox.notBefore <= ?)
            """, [destination, until.milliseconds], orderedBy: "outbox.id")
        var (deferred, failed) = (0, 0)
        try applyInSlices(
            event, toAll: waiting, notBefore: until, at: now,
            isMeant: { $0.state != .deferred || $0.notBefore.milliseconds <= until.milliseconds },
            each: { row in
                if row.transition(on: event)?.state == .deferred { deferred += 1 } else { failed += 1 }
            })
        return (deferred, failed)
    }

    /// Whether the object of a claimed row is withdrawn; true if the row is gone.
    func isWithdrawn(_ claim: OutboxRow) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db.cachedStatement(
                    sql: "SELECT isWithdrawn FROM outbox JOIN instance ON instance.id = instanceRow WHERE outbox.id = ?"
                ),
                arguments: [claim.id]) ?? true
        }
    }

    /// Requeues rows that a lane or an earlier daemon left in progress; `nil` stands for every destination.
    package func returnOutboxClaims(of destination: String? = nil, at now: Date = Date()) throws -> Int {
        let claims = JobQuery<OutboxRow>(
            "outbox.state = 'sending' AND outbox.destination = ifnull(?, outbox.destination)", [destination])
        return try write { try apply(.interrupted, toAll: claims, at: now, in: $0).count }
    }

    /// Gives up rows pending for destinations that are no longer configured; returns the number of rows by destination.
    package func failOutbox(
        forOthersThan destinations: Set<String>, reason: String, at now: Date = Date()
    ) throws -> [String: Int] {
        let waiting = JobQuery<OutboxRow>(
            """
            outbox.state IN ('queued', 'deferred') AND outbox.destination NOT IN (SELECT value FROM json_each(?))
            """, [String(decoding: try JSONEncoder().encode(destinations), as: UTF8.self)])
        var counts: [String: Int] = [:]
        try applyInSlices(
            .destinationGone(reason: reason), toAll: waiting, at: now, each: { counts[$0.destination, default: 0] += 1 }
        )
        return counts
    }

    /// Which rows an administrator wants to retry.
    package enum Retry: Sendable, Equatable, Codable {
        /// Deferred and failed rows of one destination.
        case destination(String)
        /// Failed rows of every destination.
        case allFailed
        /// One row, deferred or failed.
        case row(Int64)
    }

    /// Requeues rows at their original place with all attempts available, and records an act for each; returns how
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
}
