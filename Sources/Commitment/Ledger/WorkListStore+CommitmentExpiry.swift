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
    package func expireCommitments(before end: Date, limit: Int = 20, objects: Int = 1000) throws -> Int {
        let due = """
            SELECT id, changedAt, (SELECT count(*) FROM commitmentReference WHERE commitmentRow = commitment.id) AS objects
            FROM commitment WHERE changedAt < ?1 AND (
                direction = 'outgoing' AND state IN ('committed', 'failed', 'timedOut')
                OR direction = 'incoming' AND state IN ('reported', 'failed') AND NOT EXISTS (
                    SELECT 1 FROM commitmentReference WHERE commitmentRow = commitment.id AND result = 0))
            ORDER BY changedAt, id LIMIT ?2
            """
        guard try read({ try Int64.fetchOne($0, sql: due, arguments: [end.milliseconds, 1]) != nil }) else { return 0 }
        return try write { db in
            try db.execute(
                sql: """
                    DELETE FROM commitment WHERE id IN (SELECT id FROM
                        (SELECT id, sum(objects) OVER (ORDER BY changedAt, id) - objects AS before FROM (\(due)))
                        WHERE before < ?3)
                    """, arguments: [end.milliseconds, limit, objects])
            return db.changesCount
        }
    }
}
