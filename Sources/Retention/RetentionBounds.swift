package import FoundationEssentials
import GRDB
import WorkList
import WorkListDatabase

/// What an unconfirmed run may do, whatever the rules say: nothing while the clock cannot be right, and no more than a
/// share of everything within a day.
package enum RetentionBounds {
    /// The longest time from the last run, which an hourly run keeps short, to the next.
    package static let longestGap: TimeInterval = 7 * 86_400
    /// One study in this many may be removed within a day, and one quarantined object in this many.
    package static let share = 4
    /// The number of studies, and of quarantined objects, that may be removed within a day however few there are.
    package static let least = 100
    static let day: TimeInterval = 86_400

    /// How many studies, and quarantined objects and unlisted files together, may still go.
    struct Allowance {
        var studies = Int.max
        var quarantined = Int.max
    }
}

extension WorkListStore {
    /// Why the clock is not believed; nil if it is.
    ///
    /// The last run tells a clock that was set far ahead from a quiet week, and rows that such a clock has written since
    /// do not hide it. Before the first run the newest row stands for it.
    func doubtOfClock(at now: Date) throws -> String? {
        let lastRun = try lastRetentionRun()?.at
        guard let known = try lastRun ?? newestRowTime() else { return nil }
        let gap = now.timeIntervalSince(known)
        guard gap > RetentionBounds.longestGap else { return nil }
        return "the clock is \(Int(gap / RetentionBounds.day)) days ahead of "
            + (lastRun == nil ? "the newest row of the work list" : "the last run")
    }

    private func newestRowTime() throws -> Date? {
        try read { db in
            try ["SELECT storedAt FROM instance", "SELECT at FROM quarantine", "SELECT at FROM act"].compactMap {
                try Int64.fetchOne(db, sql: "\($0) ORDER BY id DESC LIMIT 1")
            }.max()
        }.map(Date.init(milliseconds:))
    }

    /// What may still be removed without confirmation, after what went within the last day.
    func retentionAllowance(at now: Date) throws -> RetentionBounds.Allowance {
        let studies = try countsByState().values.reduce(0, +)
        return try read { db in
            let quarantined = try Int.fetchOne(db, sql: "SELECT count(*) FROM quarantine") ?? 0
            // Acts of one day are the newest ones, so this reads no more than them.
            let removed = try Row.fetchOne(
                db,
                sql: """
                    SELECT count(studyInstanceUID) AS studies,
                        ifnull(sum(ifnull(CAST(json_extract(detail, '$.quarantined') AS INTEGER), 0)
                            + ifnull(CAST(json_extract(detail, '$.unlisted') AS INTEGER), 0)), 0) AS quarantined
                    FROM act WHERE kind = 'removed' AND json_extract(detail, '$.confirmed') IS NULL
                        AND id > ifnull((SELECT id FROM act WHERE at <= ? ORDER BY id DESC LIMIT 1), 0)
                    """,
                arguments: [(now - RetentionBounds.day).milliseconds])
            func left(of number: Int, removed: Int) -> Int {
                max(0, max(RetentionBounds.least, (number + removed) / RetentionBounds.share) - removed)
            }
            return .init(
                studies: left(of: studies, removed: removed?["studies"] ?? 0),
                quarantined: left(of: quarantined, removed: removed?["quarantined"] ?? 0))
        }
    }
}
