package import FoundationEssentials
import GRDB
import WorkListDatabase

/// One transaction of storage commitment.
package struct CommitmentTransaction: Sendable, Equatable {
    /// Who asks whom.
    package enum Direction: String, Codable, CaseIterable, Sendable {
        /// A peer asks this node to keep objects.
        case incoming
        /// This node asks a peer to.
        case outgoing
    }

    /// Where it stands.
    package enum State: String, Codable, CaseIterable, Sendable {
        /// Incoming: to be verified and reported. Outgoing: to be asked.
        case waiting
        /// Incoming: somebody has it, to report.
        case reporting
        /// Incoming: the peer has taken the report.
        case reported
        /// Outgoing: the peer took the request, and its report is due.
        case requested
        /// Outgoing: the peer keeps everything.
        case committed
        /// Incoming: the report could not be delivered. Outgoing: the peer refused, or does not keep everything.
        case failed
        /// Outgoing: no report came in time; what was asked stands in a later transaction or is given up.
        case timedOut
    }

    package let id: Int64
    package let direction: Direction
    /// Name of the peer.
    package let peer: String
    package let transactionUID: String
    /// What the peer called this node when it asked: the report goes out under this title.
    package let calledAETitle: String?
    package let state: State
    /// Attempts to report or to ask.
    package let attempt: Int
    /// How often the peer has been asked about these objects, this time included.
    package let round: Int
    /// Of the next attempt; of one that is requested, when its report is overdue.
    package let notBefore: Date
    package let reason: String?
    package let createdAt: Date
    package let changedAt: Date

    /// Attempts to report or to ask before it is given up.
    package static let maximumAttempts = 10
    /// How often a peer that sends no report is asked.
    package static let maximumRounds = 3

    init(row: Row) throws {
        guard let direction = Direction(rawValue: row["direction"]), let state = State(rawValue: row["state"]) else {
            throw WorkListError.unexpected("unknown state")
        }
        id = row["id"]
        self.direction = direction
        peer = row["peer"]
        transactionUID = row["transactionUID"]
        calledAETitle = row["calledAETitle"]
        self.state = state
        attempt = row["attempt"]
        round = row["round"]
        notBefore = Date(milliseconds: row["notBefore"])
        reason = row["reason"]
        createdAt = Date(milliseconds: row["createdAt"])
        changedAt = Date(milliseconds: row["changedAt"])
    }

    static func fetch(id: Int64, in db: Database) throws -> CommitmentTransaction? {
        try Row.fetchOne(db, sql: "SELECT * FROM commitment WHERE id = ?", arguments: [id]).map(
            CommitmentTransaction.init)
    }

    /// The longest due one of a peer; by an index of those that wait.
    static func due(
        _ direction: Direction, _ state: State, peer: String, at now: Date, in db: Database
    ) throws -> CommitmentTransaction? {
        try Row.fetchOne(
            db,
            sql: """
                SELECT * FROM commitment WHERE direction = ? AND peer = ? AND state = ? AND notBefore <= ?
                    AND state IN ('waiting', 'requested') ORDER BY notBefore LIMIT 1
                """,
            arguments: [direction.rawValue, peer, state.rawValue, now.milliseconds]
        ).map(CommitmentTransaction.init)
    }

    /// Changes where it stands; what is nil stays as it is but for the reason.
    func move(
        to state: State, at now: Date, attempt: Int? = nil, notBefore: Date? = nil, reason: String? = nil,
        in db: Database
    ) throws {
        try db.execute(
            sql: """
                UPDATE commitment SET state = ?, attempt = ?, notBefore = ?, reason = ?, changedAt = ? WHERE id = ?
                """,
            arguments: [
                state.rawValue, attempt ?? self.attempt, (notBefore ?? self.notBefore).milliseconds, reason,
                now.milliseconds, id,
            ])
    }
}
