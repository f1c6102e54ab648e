package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Removes transactions that ended before a time: those that a peer answered or never answered, and those of peers in
    /// which nothing was promised. A promise stays, and so does the outcome in the outbox.
    ///
    /// - Parameters:
    ///   - limit: how many at most.
    ///   - objects: those that follow are left when the ones before them are about as many objects. One request of a peer can
    ///     be about tens of thousands.
    /// - Returns: how many; call it again until it is 0.
    package func expireCommitments(before end: Date, limit: Int = 200, objects: Int = 1000) throws -> Int {
        // Promises are passed over one by one, so this must not happen while no other can write.
        let due = try read { db in
            try Int64.fetchAll(
                db,
                sql: """
                    WITH due AS (
                        SELECT id, changedAt, (SELECT count(*) FROM commitmentReference WHERE commitmentRow = commitment.id)
                            AS objects
                        FROM commitment INDEXED BY commitmentChanged WHERE changedAt < ? AND \(Self.isOver)
                        ORDER BY changedAt, id LIMIT ?)
                    SELECT id FROM (SELECT id, sum(objects) OVER (ORDER BY changedAt, id) - objects AS before FROM due)
                    WHERE before < ?
                    """, arguments: [end.milliseconds, limit, objects])
        }
        guard !due.isEmpty else { return 0 }
        return try write { db in
            try due.reduce(0) { count, id in
                try db.executeCached("DELETE FROM commitment WHERE id = ? AND \(Self.isOver)", [id])
                return count + db.changesCount
            }
        }
    }

    /// SQL: nothing follows, and nothing was promised.
    private static let isOver = """
        (direction = 'outgoing' AND state IN ('committed', 'failed', 'timedOut')
            OR direction = 'incoming' AND state IN ('reported', 'failed') AND NOT EXISTS (
                SELECT 1 FROM commitmentReference WHERE commitmentRow = commitment.id AND result = 0))
        """
}
