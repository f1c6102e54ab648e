package import FoundationEssentials
import GRDB
import WorkListDatabase

/// Columns of the table of studies by state.
private enum CountColumns: String, ColumnExpression {
    case state, number
}

extension WorkListStore {
    /// Number of studies by state; states without studies are omitted.
    package func countsByState() throws -> [WorkItemState: Int] {
        try read { db in
            let rows = try Row.fetchAll(db, sql: "SELECT state, number FROM workItemCount WHERE number > 0")
            return rows.reduce(into: [:]) { counts, row in
                let state = WorkItemState(rawValue: row[CountColumns.state])
                if let state { counts[state] = row[CountColumns.number] }
            }
        }
    }

    static let oldestWaitingSelection = """
        SELECT min(createdAt) FROM workItem INDEXED BY workItemWaiting WHERE state IN ('collecting', 'queued', 'drafting')
        """

    /// Start of the wait of the oldest study without a draft: collecting, queued or drafting.
    package func oldestWaiting() throws -> Date? {
        try read { db in
            try Int64.fetchOne(db, sql: Self.oldestWaitingSelection)
        }.map(Date.init(milliseconds:))
    }

    /// Seconds per stage of the latest drafts, newest first, as measured by the reporter.
    package func stageSeconds(limit: Int) throws -> [[String: Double]] {
        try read { db in
            try String.fetchAll(
                db, sql: "SELECT stageSeconds FROM draft ORDER BY id DESC LIMIT ?", arguments: [limit])
        }.map { try JSONDecoder().decode([String: Double].self, from: Data($0.utf8)) }
    }
}
