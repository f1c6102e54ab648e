package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// One object for one destination.
package struct OutboxRow: Sendable, Equatable {
    package let id: Int64
    /// The object; its bytes are frozen, and every attempt sends the same.
    package let instance: StoredInstance
    /// Name of the peer.
    package let destination: String
    package let state: OutboxState
    /// Attempts so far, the running one included.
    package let attempt: Int
    /// Earliest time of the next attempt; what goes out first is what has the earliest.
    package let notBefore: Date
    /// Process id of the daemon that sends it.
    package let claimant: Int32?
    /// Status of the destination's latest answer (PS3.7 Annex C).
    package let status: UInt16?
    /// Why it is deferred or failed.
    package let reason: String?
    /// Whether the destination keeps it for good; nil where it has not been asked.
    package let commitment: OutboxCommitment?
    package let createdAt: Date
    package let changedAt: Date
}

/// What a destination says of keeping a delivered object for good.
package enum OutboxCommitment: String, CaseIterable, Codable, Sendable {
    /// It has been asked, or is about to be.
    case requested
    case committed
    /// It will not; the object was sent to it a second time before this is said.
    case failed
    /// It was asked several times and never said.
    case timedOut
}

extension OutboxRow {
    /// The rows with their instances; a condition on `outbox` follows.
    static let selection = """
        SELECT outbox.*, instance.sopClassUID, instance.sopInstanceUID, instance.transferSyntaxUID, instance.path,
            instance.byteCount, instance.sha256, series.seriesInstanceUID, study.studyInstanceUID
        FROM outbox JOIN instance ON instance.id = outbox.instanceRow
            JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
        """

    /// - Parameter row: of `selection`.
    init(row: Row, files: InstanceFiles) throws {
        id = row["id"]
        instance = StoredInstance(row: row, files: files)
        destination = row["destination"]
        guard let state = OutboxState(rawValue: row["state"]) else {
            throw WorkListError.unexpected("unknown state")
        }
        self.state = state
        attempt = row["attempt"]
        notBefore = Date(milliseconds: row["notBefore"])
        claimant = row["claimant"]
        status = row["status"]
        reason = row["reason"]
        commitment = (row["commitment"] as String?).flatMap(OutboxCommitment.init)
        createdAt = Date(milliseconds: row["createdAt"])
        changedAt = Date(milliseconds: row["changedAt"])
    }

    /// Applies an event inside a transaction.
    ///
    /// - Parameters:
    ///   - notBefore: earliest time of the next attempt; unchanged when nil.
    ///   - status: the destination's answer, where it gave one.
    ///   - claimant: of the one event that takes the row.
    /// - Throws: `DeliveryError.transitionRefused` when the state machine has no such transition.
    package func apply(
        _ event: OutboxEvent, at now: Date, notBefore: Date? = nil, status: UInt16? = nil, claimant: Int32? = nil,
        in db: Database
    ) throws {
        guard let next = state.transition(on: event, attempt: attempt) else {
            throw DeliveryError.transitionRefused(state: state, event: "\(event)")
        }
        try db.execute(
            sql: """
                UPDATE outbox SET state = ?, attempt = ?, reason = ?, status = ?, notBefore = ?, claimant = ?,
                    changedAt = ? WHERE id = ?
                """,
            arguments: [
                next.state.rawValue, next.attempt, next.reason, status ?? self.status,
                (notBefore ?? self.notBefore).milliseconds, claimant, now.milliseconds, id,
            ])
    }
}
