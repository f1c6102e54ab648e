package import Commitment
package import Delivery
package import FoundationEssentials
import GRDB
package import WorkList
import WorkListDatabase

/// Numbers of studies, deliveries and commitments by state. The cost to read them does not grow with the work list.
package struct WorkListStatistics: Sendable, Equatable {
    /// Studies in one state.
    package struct Studies: Sendable, Equatable {
        package let state: WorkItemState
        package let count: Int
        /// Oldest change among studies in this state that are not on hold; nil without such studies.
        package let oldestChange: Date?
    }

    /// Objects for one destination in one state.
    package struct Outbox: Sendable, Equatable {
        package let destination: String
        package let state: OutboxState
        package let count: Int
        /// When the oldest object was queued; nil without objects, and for states that are not pending.
        package let oldest: Date?
    }

    /// Transactions of storage commitment with one peer in one state.
    package struct Commitments: Sendable, Equatable {
        package let direction: CommitmentTransaction.Direction
        package let peer: String
        package let state: CommitmentTransaction.State
        package let count: Int
    }

    /// One entry for every state, even without studies.
    package let studies: [Studies]
    /// Every destination that has ever had a delivery, sorted by name.
    package let outbox: [Outbox]
    package let commitments: [Commitments]
    /// Studies on hold.
    package let held: Int
    /// Objects in quarantine, counted up to `quarantineLimit`.
    package let quarantined: Int

    /// The audit trail: messages in the work list and their size, and both of all that were ever recorded.
    package let audit: Audit

    package struct Audit: Sendable, Equatable {
        package let messages: Int
        package let bytes: Int
        package let recorded: Int
        package let recordedBytes: Int
    }

    package static let quarantineLimit = 100_000
}

/// Columns of the tables that count.
private enum Columns: String, ColumnExpression {
    case state, number, destination, oldest, direction, peer
    case exportedID, bytes, exportedBytes, last
}

extension WorkListStore {
    /// Reads the figures. Blocks for about a millisecond, however many studies there are.
    package func statistics() throws -> WorkListStatistics {
        try read { db in
            WorkListStatistics(
                studies: try Self.studies(in: db), outbox: try Self.outbox(in: db),
                commitments: try Row.fetchAll(db, sql: "SELECT * FROM commitmentCount").compactMap(Self.commitments),
                held: try Int.fetchOne(db, sql: "SELECT count(*) FROM workItem WHERE heldAt IS NOT NULL") ?? 0,
                quarantined: try Int.fetchOne(
                    db, sql: "SELECT count(*) FROM (SELECT 1 FROM quarantine LIMIT ?)",
                    arguments: [WorkListStatistics.quarantineLimit]) ?? 0,
                audit: try Self.audit(in: db))
        }
    }

    /// Oldest change among studies in a state that are not on hold.
    static let oldestChange = """
        SELECT changedAt FROM workItem WHERE state = ? AND heldAt IS NULL ORDER BY changedAt LIMIT 1
        """

    private static func studies(in db: Database) throws -> [WorkListStatistics.Studies] {
        let rows = try Row.fetchAll(db, sql: "SELECT state, number FROM workItemCount")
        let counts = Dictionary(
            uniqueKeysWithValues: rows.map { ($0[Columns.state] as String, $0[Columns.number] as Int) })
        return try WorkItemState.allCases.map { state in
            let oldest = try Int64.fetchOne(
                db, sql: oldestChange, arguments: [state.rawValue])
            return WorkListStatistics.Studies(
                state: state, count: counts[state.rawValue] ?? 0, oldestChange: oldest.map(Date.init(milliseconds:)))
        }
    }

    private static func outbox(in db: Database) throws -> [WorkListStatistics.Outbox] {
        try Row.fetchAll(
            db,
            sql: """
                SELECT destination, state, number, iif(state IN ('delivered', 'failed'), NULL,
                    (SELECT min(createdAt) FROM outbox
                     WHERE outbox.destination = outboxCount.destination AND outbox.state = outboxCount.state)) AS oldest
                FROM outboxCount ORDER BY destination, state
                """
        ).compactMap { row in
            OutboxState(rawValue: row[Columns.state]).map { state in
                let oldest: Int64? = row[Columns.oldest]
                return WorkListStatistics.Outbox(
                    destination: row[Columns.destination], state: state, count: row[Columns.number],
                    oldest: oldest.map(Date.init(milliseconds:)))
            }
        }
    }

    private static func commitments(_ row: Row) -> WorkListStatistics.Commitments? {
        guard let direction = CommitmentTransaction.Direction(rawValue: row[Columns.direction]),
            let state = CommitmentTransaction.State(rawValue: row[Columns.state])
        else { return nil }
        return WorkListStatistics.Commitments(
            direction: direction, peer: row[Columns.peer], state: state, count: row[Columns.number])
    }

    private static func audit(in db: Database) throws -> WorkListStatistics.Audit {
        let row = try Row.fetchOne(
            db,
            sql: """
                SELECT exportedID, bytes, exportedBytes,
                    max(exportedID, ifnull((SELECT max(id) FROM auditMessage), 0)) AS last FROM auditTrail
                """)
        let (last, exported): (Int, Int) = (row?[Columns.last] ?? 0, row?[Columns.exportedID] ?? 0)
        let (bytes, exportedBytes): (Int, Int) = (row?[Columns.bytes] ?? 0, row?[Columns.exportedBytes] ?? 0)
        return .init(
            messages: last - exported, bytes: bytes, recorded: last, recordedBytes: bytes + exportedBytes)
    }
}
