package import FoundationEssentials
import GRDB
import WorkListDatabase

extension WorkListStore {
    /// Studies by state; states that no study is in are left out.
    package func countsByState() throws -> [WorkItemState: Int] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, number FROM workItemCount WHERE number > 0")
            return rows.reduce(into: [:]) { counts, row in
                if let state = WorkItemState(rawValue: row["state"]) { counts[state] = row["number"] }
            }
        }
    }

    static let oldestWaitingSelection = """
        SELECT min(createdAt) FROM workItem INDEXED BY workItemWaiting WHERE state IN ('collecting', 'queued', 'drafting')
        """

    /// Since when the oldest study without a draft waits: collecting, queued or drafting.
    package func oldestWaiting() throws -> Date? {
        try read { db in
            try Int64.fetchOne(db, sql: Self.oldestWaitingSelection)
        }.map(Date.init(milliseconds:))
    }

    /// Seconds by stage of the latest drafts, newest first, as the reporter measured them.
    package func stageSeconds(limit: Int) throws -> [[String: Double]] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT stageSeconds FROM draft ORDER BY id DESC LIMIT ?", arguments: [limit])
        }.map { try JSONDecoder().decode([String: Double].self, from: Data($0.utf8)) }
    }
}
