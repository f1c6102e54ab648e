package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// The delivery of one object to one destination.
package struct OutboxRow: Sendable, Equatable {
    package let id: Int64
    /// The object. Its bytes never change: every attempt sends the same ones.
    package let instance: StoredInstance
    /// Name of the peer.
    package let destination: String
    package let state: OutboxState
    /// Attempts so far, including the current one.
    package let attempt: Int
    /// Earliest time of the next attempt; rows are sent in this order.
    package let notBefore: Date
    /// Process id of the daemon that is sending the object.
    package let claimant: Int32?
    /// Status of the destination's latest response (PS3.7 Annex C).
    package let status: UInt16?
    /// Why the delivery is deferred or failed.
    package let reason: String?
    /// Whether the destination has committed to the object; nil if it has not been asked.
    package let commitment: OutboxCommitment?
    package let createdAt: Date
    package let changedAt: Date
}

/// Whether the destination has committed to keeping a delivered object.
package enum OutboxCommitment: String, CaseIterable, Codable, Sendable {
    /// The request has been sent or is pending.
    case requested
    case committed
    /// The destination refused, even after a second delivery.
    case failed
    /// The destination was asked several times and never reported.
    case timedOut
}

extension OutboxRow: RetriableJob {
    package static let table = JobTable<OutboxState>("outbox", claimed: .sending, stamps: [.claimant, .changedAt])
    package static let retryAct = Act.Kind.deliveryRetried

    package static let selection = """
        SELECT outbox.*, instance.sopClassUID, instance.sopInstanceUID, instance.transferSyntaxUID, instance.path,
            instance.byteCount, instance.sha256, series.seriesInstanceUID, study.studyInstanceUID
        FROM outbox JOIN instance ON instance.id = outbox.instanceRow
            JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
        """

    enum Columns: String, ColumnExpression {
        case id, destination, state, attempt, notBefore, claimant, status, reason, commitment, createdAt, changedAt
    }

    package init(row: Row, files: InstanceFiles) throws {
        id = row[Columns.id]
        instance = StoredInstance(row: row, files: files)
        destination = row[Columns.destination]
        guard let state = OutboxState(rawValue: row[Columns.state]) else {
            throw WorkListError.unexpected("unknown state")
        }
        self.state = state
        attempt = row[Columns.attempt]
        notBefore = Date(milliseconds: row[Columns.notBefore])
        claimant = row[Columns.claimant]
        status = row[Columns.status]
        reason = row[Columns.reason]
        commitment = (row[Columns.commitment] as String?).flatMap(OutboxCommitment.init)
        createdAt = Date(milliseconds: row[Columns.createdAt])
        changedAt = Date(milliseconds: row[Columns.changedAt])
    }

    package func transition(on event: OutboxEvent) -> OutboxTransition? {
        state.transition(on: event, attempt: attempt)
    }

    package func refusal(of event: OutboxEvent) -> any Error {
        DeliveryError.transitionRefused(state: state, event: "\(event)")
    }

    package var claimLost: any Error { DeliveryError.claimLost(outboxRow: id) }

    package func studyRow(in db: Database) throws -> Int64? {
        try Int64.fetchOne(
            db.cachedStatement(sql: "SELECT id FROM study WHERE studyInstanceUID = ?"),
            arguments: [instance.studyInstanceUID])
    }

    package var retryDetail: [String: String] {
        var detail = ["delivery": "\(id)", "destination": destination, "state": state.rawValue]
        detail["reason"] = reason
        return detail
    }

    /// The row returns to its original place in the queue, and is due at once although the clock was set back since.
    package func notBefore(ofRetryAt now: Date) -> Date { min(createdAt, now) }
}
