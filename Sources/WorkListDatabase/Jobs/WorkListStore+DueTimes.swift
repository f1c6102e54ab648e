package import FoundationEssentials
import GRDB

extension WorkListStore {
    /// How far a row may be ahead of the clock: threads read it at different instants.
    private static let ahead = 2.0

    /// Lets waiting jobs that were changed in what is now the future wait from now on, for as long as they were to wait
    /// then. After the clock was set back, they would wait until it has caught up.
    ///
    /// A job that was changed in the past waits no longer than it was to, whatever the clock did, so the rows alone say
    /// what is to be done, also after a start.
    ///
    /// - Parameters:
    ///   - states: in which jobs of this kind wait.
    ///   - index: the index that finds them, so that what is done is not read.
    ///   - stamp: the column with the time of the latest change; it is set to now unless `isKept`.
    /// - Returns: how many jobs.
    @discardableResult package func restampDueTimes<J: Job>(
        of _: J.Type, in states: [J.State], indexedBy index: String, stamp: String = "changedAt", isKept: Bool = false,
        at now: Date = Date()
    ) throws -> Int {
        let table = J.table
        let names = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        // The words of the partial indexes.
        let isWaiting = "\(table.state) \(states.count == 1 ? "= \(names)" : "IN (\(names))")"
        return try restamp(
            "\(table.name) INDEXED BY \(index)",
            set: "notBefore = ?1 + max(notBefore - \(stamp), 0)\(isKept ? "" : ", \(stamp) = ?1")",
            where: "\(isWaiting) AND \(stamp) > ?2" + (isKept ? " AND notBefore > ?2" : ""), at: now)
    }

    /// Updates rows that are ahead of the clock.
    ///
    /// - Parameters:
    ///   - table: its name, with the index to use.
    ///   - assignments: SQL; `?1` is now.
    ///   - condition: SQL; `?2` is the latest time that is believed.
    package func restamp(_ table: String, set assignments: String, where condition: String, at now: Date) throws -> Int
    {
        let arguments: StatementArguments = [now.milliseconds, (now + Self.ahead).milliseconds]
        // Read first, because usually no row is ahead.
        let isAny = try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT ?1 FROM \(table) WHERE \(condition))", arguments: arguments)
        }
        guard isAny == true else { return 0 }
        return try write { db in
            try db.execute(sql: "UPDATE \(table) SET \(assignments) WHERE \(condition)", arguments: arguments)
            return db.changesCount
        }
    }
}
