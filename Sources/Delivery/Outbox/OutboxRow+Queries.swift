import FoundationEssentials
import GRDB
import WorkListDatabase

/// Queries for rows of one state, which never read all that was ever delivered: they name destination and state, with which an
/// index begins. Which destinations have such rows is known from the kept numbers.
extension OutboxRow {
    /// Pending rows that are due, in the order in which they are sent. Rows of a draft whose rejection can still be withdrawn are
    /// not due.
    static func due(for destination: String, at now: Date) -> JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.destination = ? AND outbox.state IN ('queued', 'deferred') AND outbox.notBefore <= ?
                AND NOT EXISTS (SELECT 1 FROM pendingWithdrawal WHERE pendingWithdrawal.instanceRow = outbox.instanceRow)
            """,
            [destination, now.milliseconds], orderedBy: "outbox.notBefore, outbox.id")
    }

    /// Rows that are pending or in progress, without those that are deferred beyond a time.
    static func open(for destination: String, until end: Date) -> JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.destination = ? AND outbox.state IN ('queued', 'sending', 'deferred')
                AND (outbox.state <> 'deferred' OR outbox.notBefore <= ?)
            """, [destination, end.milliseconds])
    }

    /// Rows in progress; `nil` stands for every destination.
    static func sending(to destination: String?) -> JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.state = 'sending' AND outbox.destination IN (SELECT destination FROM outboxCount
                WHERE state = 'sending' AND number > 0 AND destination = ifnull(?, destination))
            """, [destination])
    }

    /// Pending rows of other destinations.
    static func pending(forOthersThan destinations: Set<String>) throws -> JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.state IN ('queued', 'deferred') AND outbox.destination IN (SELECT destination FROM outboxCount
                WHERE state IN ('queued', 'deferred') AND number > 0
                    AND destination NOT IN (SELECT value FROM json_each(?)))
            """, [String(decoding: try JSONEncoder().encode(destinations), as: UTF8.self)])
    }

    /// Failed rows of every destination.
    static var failed: JobQuery<OutboxRow> {
        JobQuery(
            """
            outbox.state = 'failed' AND outbox.destination IN (SELECT destination FROM outboxCount
                WHERE state = 'failed' AND number > 0)
            """)
    }
}
