package import FoundationEssentials
package import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Rows that wait and whose time has come, in the order in which they go out. The condition on `state` is the one
    /// of the index, word for word: else SQLite does not use it.
    static let dueCondition = """
        outbox.destination = ? AND outbox.state IN ('queued', 'deferred') AND outbox.notBefore <= ?
        """

    /// Whether anything has come due for a destination: one look into an index.
    package func isOutboxDue(for destination: String, at now: Date = Date()) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE \(Self.dueCondition))",
                arguments: [destination, now.milliseconds]) ?? false
        }
    }

    /// Takes what has been due longest for a destination, oldest first.
    package func claimOutbox(
        for destination: String, by claimant: Int32, limit: Int, at now: Date = Date()
    ) throws -> [OutboxRow] {
        guard try isOutboxDue(for: destination, at: now) else { return [] }
        return try write { db in
            let due = try outboxRows(
                where: "\(Self.dueCondition) ORDER BY outbox.notBefore, outbox.id LIMIT ?",
                [destination, now.milliseconds, limit], in: db)
            for row in due { try row.apply(.claimed, at: now, claimant: claimant, in: db) }
            let claimed = due.map { "\($0.id)" }.joined(separator: ", ")
            return try outboxRows(
                where: "outbox.id IN (\(claimed)) ORDER BY outbox.notBefore, outbox.id", [], in: db)
        }
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
        try write { db in
            guard try outboxRows(where: "outbox.id = ?", [claim.id], in: db) == [claim] else {
                throw DeliveryError.claimLost(outboxRow: claim.id)
            }
            try claim.apply(event, at: now, notBefore: notBefore, status: status, in: db)
        }
    }

    /// Counts an attempt for everything that waits for a destination, and has it wait until a time. What waits for
    /// longer than that anyway is left alone.
    ///
    /// - Returns: rows that wait on, and rows whose attempts are used up.
    package func destinationFailed(
        _ destination: String, reason: String, until: Date, at now: Date = Date()
    ) throws -> (deferred: Int, failed: Int) {
        try write { db in
            let waiting = try outboxRows(
                where: """
                    outbox.destination = ? AND (outbox.state IN ('queued', 'sending')
                        OR outbox.state = 'deferred' AND outbox.notBefore <= ?) ORDER BY outbox.id
                    """, [destination, until.milliseconds], in: db)
            for row in waiting {
                try row.apply(.destinationFailed(reason: reason), at: now, notBefore: until, in: db)
            }
            let deferred = waiting.count {
                $0.state.transition(on: .destinationFailed(reason: reason), attempt: $0.attempt)?.state == .deferred
            }
            return (deferred, waiting.count - deferred)
        }
    }

    /// Returns to the queue what a daemon that is gone was sending; `nil` means to every destination.
    package func returnOutboxClaims(of destination: String? = nil, at now: Date = Date()) throws -> Int {
        try write { db in
            let rows = try outboxRows(
                where: "outbox.state = 'sending' AND outbox.destination = ifnull(?, outbox.destination)",
                [destination], in: db)
            for row in rows { try row.apply(.interrupted, at: now, in: db) }
            return rows.count
        }
    }

    /// Gives up what waits for destinations that are none any more; returns how many rows by destination.
    package func failOutbox(
        forOthersThan destinations: Set<String>, reason: String, at now: Date = Date()
    ) throws -> [String: Int] {
        try write { db in
            let rows = try outboxRows(where: "outbox.state IN ('queued', 'deferred')", [], in: db)
                .filter { !destinations.contains($0.destination) }
            for row in rows { try row.apply(.destinationGone(reason: reason), at: now, in: db) }
            return rows.reduce(into: [:]) { $0[$1.destination, default: 0] += 1 }
        }
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

    /// Puts rows back where they once stood in line, with all their attempts; returns how many.
    package func retryOutbox(_ retry: Retry, at now: Date = Date()) throws -> Int {
        try write { db in
            let rows =
                switch retry {
                case .destination(let name):
                    try outboxRows(
                        where: "outbox.destination = ? AND outbox.state IN ('deferred', 'failed')", [name], in: db)
                case .allFailed:
                    try outboxRows(where: "outbox.state = 'failed'", [], in: db)
                case .row(let id):
                    try outboxRows(where: "outbox.id = ? AND outbox.state IN ('deferred', 'failed')", [id], in: db)
                }
            for row in rows { try row.apply(.retried, at: now, notBefore: row.createdAt, in: db) }
            return rows.count
        }
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
