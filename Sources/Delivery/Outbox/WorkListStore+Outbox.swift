package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Whether anything is due for a destination; usually costs two index look-ups.
    package func isOutboxDue(for destination: String, at now: Date = Date()) throws -> Bool {
        try isAny(OutboxRow.due(for: destination, at: now))
    }

    /// Claims the rows of a destination that have been due longest, oldest first.
    package func claimOutbox(
        for destination: String, by claimant: Int32, limit: Int, at now: Date = Date()
    ) throws -> [OutboxRow] {
        try claim(OutboxRow.due(for: destination, at: now), by: claimant, limit: limit, at: now) { row, _ in row }
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
        var (deferred, failed) = (0, 0)
        try applyInSlices(
            event, toAll: OutboxRow.open(for: destination, until: until), notBefore: until, at: now,
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
        var count = 0
        try applyInSlices(.interrupted, toAll: OutboxRow.sending(to: destination), at: now, each: { _ in count += 1 })
        return count
    }

    /// Gives up rows pending for destinations that are no longer configured; returns the number of rows by destination.
    package func failOutbox(
        forOthersThan destinations: Set<String>, reason: String, at now: Date = Date()
    ) throws -> [String: Int] {
        var counts: [String: Int] = [:]
        try applyInSlices(
            .destinationGone(reason: reason), toAll: OutboxRow.pending(forOthersThan: destinations), at: now,
            each: { counts[$0.destination, default: 0] += 1 })
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
            case .allFailed: OutboxRow.failed
            case .row(let id): JobQuery("outbox.id = ? AND outbox.state IN ('deferred', 'failed')", [id])
            }
        return try self.retry(rows, by: actor, at: now)
    }
}
