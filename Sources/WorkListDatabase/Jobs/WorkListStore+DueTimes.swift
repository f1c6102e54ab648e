package import FoundationEssentials
import GRDB

extension WorkListStore {
    /// How far a row may be ahead of the clock: threads read it at different instants.
    private static let ahead = 2.0
    /// Rows that one transaction changes.
    private static let dueTimesSlice = 1000

    /// Lets rows that were changed in what is now the future wait from now on, for as long as they were to wait then.
    /// After the clock was set back, they would wait until it has caught up.
    ///
    /// A row that was changed in the past waits no longer than it was to, whatever the clock did, so the rows alone say
    /// what is to be done, also after a start.
    ///
    /// - Returns: how many rows.
    @discardableResult package func restamp(_ rows: WaitingRows, at now: Date = Date()) throws -> Int {
        try change(
            rows, set: rows.restamping, where: "\(rows.stamp) > ?2 AND \(rows.isToBeRestamped)",
            [now.milliseconds, (now + Self.ahead).milliseconds])
    }

    /// Lets rows that waited before the clock was set forward wait as much longer.
    ///
    /// - Parameters:
    ///   - step: by how much the clock was set forward, in seconds.
    ///   - now: the time after that.
    /// - Returns: how many rows.
    @discardableResult package func shift(_ rows: WaitingRows, by step: TimeInterval, at now: Date = Date()) throws
        -> Int
    {
        let isWaiting = rows.columns.map { "\($0) > ?2" }.joined(separator: " OR ")
        // Both times of a session lie in the past.
        let condition = rows.columns.count > 1 ? "TRUE" : isWaiting
        return try change(
            rows, set: rows.shifting, where: "\(rows.stamp) <= ?2 AND (\(condition))",
            [Int64((step * 1000).rounded()), (now - step).milliseconds])
    }

    /// Lets rows that waited before the clock was set back go on to wait as long as they were to wait.
    ///
    /// Rows that were changed within the time since the latest look may have been changed after the step; they are left to
    /// `restamp`, and wait no longer than from their change on.
    ///
    /// - Parameters:
    ///   - step: by how much the clock was set back, in seconds.
    ///   - now: the time after that.
    ///   - elapsed: time since the latest look, in seconds.
    /// - Returns: how many rows.
    @discardableResult package func shiftBack(
        _ rows: WaitingRows, by step: TimeInterval, at now: Date = Date(), sinceLook elapsed: TimeInterval
    ) throws -> Int {
        let isWaiting = rows.columns.map { "\($0) > ?2" }.joined(separator: " OR ")
        let latest = (now - elapsed).milliseconds
        let future = (now + Self.ahead).milliseconds
        return try change(
            rows, set: rows.shifting,
            where: """
                \(rows.stamp) <= ?2 - ?1 AND \(rows.stamp) NOT BETWEEN \(latest) AND \(future) AND (\(isWaiting))
                """, [-Int64((step * 1000).rounded()), now.milliseconds])
    }

    /// Shortens the wait of rows that were changed before the clock was set back, by the size of that step. It is for rows whose
    /// time was moved since the stamp, which then does not say how long they were to wait.
    ///
    /// - Parameters:
    ///   - step: by how much the clock was set back, in seconds.
    ///   - now: the time after that. Rows that were changed later are left to `restamp`.
    /// - Returns: how many rows.
    @discardableResult package func shorten(_ rows: WaitingRows, by step: TimeInterval, at now: Date = Date()) throws
        -> Int
    {
        try rows.columns.reduce(0) { count, column in
            try count
                + change(
                    rows, set: "\(column) = \(column) - ?1", where: "\(rows.stamp) <= ?2 AND \(column) > ?1 + ?2",
                    [Int64((step * 1000).rounded()), now.milliseconds])
        }
    }

    /// Changes rows in slices, so that a modality that is sending never waits long. Each row is changed once: the rows are
    /// chosen first. One that the work list refuses to change does not hold up the others.
    ///
    /// - Throws: the first refusal, after the other rows.
    private func change(_ rows: WaitingRows, set assignments: String, where condition: String, _ values: [Int64]) throws
        -> Int
    {
        let whole = "(\(rows.condition)) AND (\(condition)) AND ?1 = ?1"
        let ids = try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT rowid FROM \(rows.source) WHERE \(whole)", arguments: StatementArguments(values))
        }
        var (count, refusal): (Int, (any Error)?) = (0, nil)
        for start in stride(from: 0, to: ids.count, by: Self.dueTimesSlice) {
            let (changed, refused) = try write { db in
                var (changed, refused): (Int, (any Error)?) = (0, nil)
                for id in ids[start..<min(start + Self.dueTimesSlice, ids.count)] {
                    let error = try db.changeOneRow {
                        try db.executeCached(
                            "UPDATE \(rows.table) SET \(assignments) WHERE rowid = ?3 AND \(whole)",
                            StatementArguments(values + [id]))
                        changed += db.changesCount
                    }
                    refused = refused ?? error
                }
                return (changed, refused)
            }
            count += changed
            refusal = refusal ?? refused
        }
        if let refusal { throw refusal }
        return count
    }
}
