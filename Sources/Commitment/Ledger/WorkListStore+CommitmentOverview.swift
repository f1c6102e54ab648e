package import FoundationEssentials
import GRDB
import WorkListDatabase

/// One transaction as shown to an administrator, without patient names or ids.
package struct CommitmentListing: Sendable, Codable, Equatable {
    package let id: Int64
    package let direction: CommitmentTransaction.Direction
    package let peer: String
    package let state: CommitmentTransaction.State
    package let transactionUID: String
    package let attempt: Int
    package let round: Int
    /// Number of objects: in total, committed, and failed.
    package let instances: Int
    package let committed: Int
    package let failed: Int
    /// Time of the next attempt, or when the report is overdue.
    package let notBefore: Date?
    package let reason: String?
    package let createdAt: Date
    package let changedAt: Date
}

extension WorkListStore {
    private enum Columns: String, ColumnExpression {
        case instances, kept, notKept
    }

    /// Transactions in both directions, latest change first.
    package func commitments(limit: Int) throws -> [CommitmentListing] {
        try read { db in
            try Row.fetchAll(
                db,
                sql: """
                    SELECT commitment.*,
                        (SELECT count(*) FROM commitmentReference WHERE commitmentRow = commitment.id) AS instances,
                        (SELECT count(*) FROM commitmentReference
                            WHERE commitmentRow = commitment.id AND result = 0) AS kept,
                        (SELECT count(*) FROM commitmentReference
                            WHERE commitmentRow = commitment.id AND result > 0) AS notKept
                    FROM commitment ORDER BY changedAt DESC, id DESC LIMIT ?
                    """,
                arguments: [limit]
            ).map { row in
                let commitment = try CommitmentTransaction(row: row)
                let waits: Set<CommitmentTransaction.State> = [.waiting, .requested]
                return CommitmentListing(
                    id: commitment.id, direction: commitment.direction, peer: commitment.peer, state: commitment.state,
                    transactionUID: commitment.transactionUID, attempt: commitment.attempt, round: commitment.round,
                    instances: row[Columns.instances], committed: row[Columns.kept], failed: row[Columns.notKept],
                    notBefore: waits.contains(commitment.state) ? commitment.notBefore : nil,
                    reason: commitment.reason, createdAt: commitment.createdAt, changedAt: commitment.changedAt)
            }
        }
    }
}
