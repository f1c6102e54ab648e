package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// One transaction of storage commitment.
package struct CommitmentTransaction: Sendable, Equatable {
    /// Which side requests the commitment.
    package enum Direction: String, Codable, CaseIterable, Sendable {
        /// A peer asks this node to commit to objects.
        case incoming
        /// This node asks a peer to commit to objects.
        case outgoing
    }

    package let id: Int64
    package let direction: Direction
    /// Name of the peer.
    package let peer: String
    package let transactionUID: String
    /// The AE title that the peer called in its request; the report is sent under this title.
    package let calledAETitle: String?
    package let state: State
    /// Attempts so far to report or to send the request.
    package let attempt: Int
    /// How often the peer has been asked about these objects, including this time.
    package let round: Int
    /// Time of the next attempt; in state `requested`, the time at which the report is overdue.
    package let notBefore: Date
    package let reason: String?
    package let createdAt: Date
    package let changedAt: Date

    /// How often a peer is asked before a missing report is given up.
    package static let maximumRounds = 3
}

extension CommitmentTransaction: Job {
    package static let table = JobTable<State>("commitment", claimed: .reporting, stamps: [.changedAt])

    enum Columns: String, ColumnExpression {
        case id, direction, peer, transactionUID, calledAETitle, state, attempt, round, notBefore, reason, createdAt,
            changedAt
    }

    package init(row: Row) throws {
        guard let direction = Direction(rawValue: row[Columns.direction]),
            let state = State(rawValue: row[Columns.state])
        else { throw WorkListError.unexpected("unknown state") }
        id = row[Columns.id]
        self.direction = direction
        peer = row[Columns.peer]
        transactionUID = row[Columns.transactionUID]
        calledAETitle = row[Columns.calledAETitle]
        self.state = state
        attempt = row[Columns.attempt]
        round = row[Columns.round]
        notBefore = Date(milliseconds: row[Columns.notBefore])
        reason = row[Columns.reason]
        createdAt = Date(milliseconds: row[Columns.createdAt])
        changedAt = Date(milliseconds: row[Columns.changedAt])
    }

    package func transition(on event: CommitmentEvent) -> JobTransition<State>? {
        state.transition(on: event, direction: direction, attempt: attempt)
    }

    package var claimLost: any Error { refusal(of: .handedBack) }
}

extension CommitmentTransaction: FetchableRecord {
    /// Due transactions of a peer in a state, longest due first. The last condition lets SQLite use the index of
    /// pending transactions.
    static func due(_ direction: Direction, _ state: State, peer: String, at now: Date) -> JobQuery<Self> {
        JobQuery(
            """
            commitment.direction = ? AND commitment.peer = ? AND commitment.state = ? AND commitment.notBefore <= ?
                AND commitment.state IN ('waiting', 'requested')
            """, [direction.rawValue, peer, state.rawValue, now.milliseconds], orderedBy: "commitment.notBefore")
    }

    static func fetch(
        _ direction: Direction, peer: String, transactionUID: String, in db: Database
    ) throws -> CommitmentTransaction? {
        try fetchOne(
            db, sql: "SELECT * FROM commitment WHERE direction = ? AND peer = ? AND transactionUID = ?",
            arguments: [direction.rawValue, peer, transactionUID])
    }
}
