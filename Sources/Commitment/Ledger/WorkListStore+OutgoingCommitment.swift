package import DICOMCore
import Delivery
package import FoundationEssentials
import GRDB
package import WorkListDatabase

/// Requests to peers for commitment to the objects delivered to them.
extension WorkListStore {
    /// SQL: delivered objects for which a peer, `?1`, has not been asked. It names its index, because without statistics SQLite
    /// takes one with all that was ever delivered.
    static let uncommitted = """
        outbox INDEXED BY outboxUncommitted WHERE destination = ?1 AND state = 'delivered' AND commitment IS NULL
        """

    /// Gathers delivered objects for which no commitment was requested yet into one new transaction, once the oldest
    /// was delivered before `deliveredUntil`, or in what is now the future: the clock was set back.
    ///
    /// - Returns: whether a transaction was created.
    @discardableResult
    package func gatherCommitment(
        of peer: String, deliveredUntil: Date, limit: Int = 1000, at now: Date = Date()
    ) throws -> Bool {
        let isDue = try read { db in
            try Bool.fetchOne(
                db,
                sql: """
                    SELECT EXISTS (SELECT 1 FROM \(Self.uncommitted) AND changedAt <= ?2)
                        OR EXISTS (SELECT 1 FROM \(Self.uncommitted) AND changedAt > ?3)
                    """,
                // Threads read the clock at different instants.
                arguments: [peer, deliveredUntil.milliseconds, (now + 2).milliseconds]) ?? false
        }
        guard isDue else { return false }
        return try write { db in
            // Includes objects delivered later, so that one transaction covers all of them.
            let rows = try jobs(
                JobQuery<OutboxRow>(
                    "outbox.id IN (SELECT id FROM \(Self.uncommitted) ORDER BY changedAt LIMIT ?2)",
                    [peer, limit], orderedBy: "outbox.id"), in: db)
            guard !rows.isEmpty else { return false }
            try Self.ask(
                peer, for: rows.map { ($0.instance.commitmentReference, $0.id) }, round: 1, at: now, in: db)
            return true
        }
    }

    private static func ask(
        _ peer: String, for references: [(CommitmentInformation.Reference, outboxRow: Int64?)], round: Int,
        at now: Date, in db: Database
    ) throws {
        let transaction = "2.25.\(UInt128.random(in: 1 ... .max))"
        try db.execute(
            sql: """
                INSERT INTO commitment (direction, peer, transactionUID, round, notBefore, createdAt, changedAt)
                VALUES ('outgoing', ?, ?, ?, ?, ?, ?)
                """,
            arguments: [peer, transaction, round, now.milliseconds, now.milliseconds, now.milliseconds])
        let id = db.lastInsertedRowID
        try add(references, to: id, in: db)
        for case (_, let outboxRow?) in references {
            try db.execute(
                sql: "UPDATE outbox SET commitment = 'requested' WHERE id = ? AND state = 'delivered'",
                arguments: [outboxRow])
        }
    }

    /// Claims the next transaction to request from a peer and counts the attempt.
    package func commitmentToAsk(of peer: String, at now: Date = Date()) throws -> CommitmentTransaction? {
        let due = CommitmentTransaction.due(.outgoing, .waiting, peer: peer, at: now)
        return try claim(due, as: .asking, at: now) { commitment, _ in commitment }.first
    }

    /// Records that the peer accepted the request; its report may already have arrived.
    package func commitmentAsked(_ commitment: CommitmentTransaction, overdueAt: Date, at now: Date = Date()) throws {
        try write { db in
            let current: CommitmentTransaction? = try job(commitment.id, in: db)
            guard let current, current.transition(on: .asked) != nil else { return }
            try current.apply(.asked, at: now, notBefore: overdueAt, in: db)
        }
    }

    /// Records that the peer did not accept the request.
    ///
    /// - Returns: whether the transaction is given up.
    package func commitmentNotAsked(
        _ commitment: CommitmentTransaction, reason: String, notBefore: Date, at now: Date = Date()
    ) throws -> Bool {
        try write { db in
            let event = CommitmentEvent.notAsked(reason: reason)
            let current: CommitmentTransaction? = try job(commitment.id, in: db)
            guard let current, let next = current.transition(on: event) else { return false }
            try current.apply(event, at: now, notBefore: notBefore, in: db)
            guard next.state == .failed else { return false }
            try Self.mark(current, .failed, in: db)
            return true
        }
    }

    /// Ends the transactions of a peer whose report is overdue. Each is requested again under a new Transaction UID, or
    /// given up after the last round.
    ///
    /// Each has a database transaction of its own, because it can be about a thousand deliveries.
    ///
    /// - Parameters:
    ///   - goesOn: asked before each; those that are left stay overdue.
    ///   - refused: called with the id of a transaction that the work list refuses to change, and why. It stays overdue.
    ///   - ended: called with the id of each that was ended.
    /// - Returns: how many were requested again, and how many were given up.
    package func endOverdueCommitments(
        of peer: String, at now: Date = Date(), while goesOn: () -> Bool = { true },
        refused: (Int64, any Error) throws -> Void = { throw $1 }, ended: (Int64) -> Void = { _ in }
    ) throws -> (again: Int, givenUp: Int) {
        var counts = (again: 0, givenUp: 0)
        let overdue = CommitmentTransaction.due(.outgoing, .requested, peer: peer, at: now)
        try changeInSlices(of: 1, overdue, while: goesOn) { due, db in
            let isLast = due.round >= CommitmentTransaction.maximumRounds
            let event = CommitmentEvent.overdue(
                reason: isLast
                    ? "no report arrived after \(due.round) requests" : "no report arrived in time; requested again")
            guard due.transition(on: event) != nil, due.notBefore.milliseconds <= now.milliseconds else { return false }
            try due.apply(event, at: now, in: db)
            if isLast {
                try Self.mark(due, .timedOut, in: db)
            } else {
                let references = try Self.references(of: due.id, in: db).map { ($0.reference, $0.outboxRow) }
                try Self.ask(peer, for: references, round: due.round + 1, at: now, in: db)
            }
            return true
        } refused: {
            try refused($0, $1)
        } each: { due in
            ended(due.id)
            if due.round < CommitmentTransaction.maximumRounds { counts.again += 1 } else { counts.givenUp += 1 }
        }
        return counts
    }

    private static func mark(_ commitment: CommitmentTransaction, _ outcome: OutboxCommitment, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE outbox SET commitment = ? WHERE state = 'delivered' AND commitment = 'requested'
                    AND id IN (SELECT outboxRow FROM commitmentReference WHERE commitmentRow = ?)
                """,
            arguments: [outcome.rawValue, commitment.id])
    }

    /// The outcome of a report for the objects of one transaction.
    package struct CommitmentOutcome: Sendable, Equatable {
        package var committed = 0
        /// Not committed and queued for a second delivery.
        package var sentAgain = 0
        /// Not committed after the second delivery either.
        package var failed = 0
        /// Number of objects by Failure Reason.
        package var reasons: [UInt16: Int] = [:]

        package init() {}

        /// The Failure Reasons with the number of objects of each; empty when the peer committed to every object.
        var reasonText: String {
            reasons.sorted { $0.key < $1.key }.map { "\(DIMSEStatus(rawValue: $0.key)) for \($0.value)" }
                .joined(separator: ", ")
        }
    }

    /// Applies a peer's report; a repeated report changes nothing.
    ///
    /// An object that the report does not mention counts as not committed. An object that is not committed is delivered
    /// once more.
    ///
    /// - Returns: `nil` for a transaction that this node never requested from the peer.
    package func takeReport(
        _ report: CommitmentInformation, from peer: String, at now: Date = Date()
    ) throws -> CommitmentOutcome? {
        try write { db in
            let known = try CommitmentTransaction.fetch(
                .outgoing, peer: peer, transactionUID: report.transactionUID.description, in: db)
            guard let known else { return nil }
            var outcome = CommitmentOutcome()
            guard known.transition(on: .kept) != nil else { return outcome }
            let kept = Set(report.references)
            let failures = Dictionary(
                report.failures.map { ($0.reference, $0.reason) }, uniquingKeysWith: { first, _ in first })
            for reference in try Self.references(of: known.id, in: db) {
                let reason = failures[reference.reference] ?? (kept.contains(reference.reference) ? 0 : 0x0110)
                try Self.set([(reference.reference, reason)], of: known.id, in: db)
                if reason == 0 { outcome.committed += 1 } else { outcome.reasons[reason, default: 0] += 1 }
                guard let outboxRow = reference.outboxRow else { continue }
                try apply(reason, to: outboxRow, isLate: known.state == .timedOut, &outcome, at: now, in: db)
            }
            let reason = "the peer did not commit to every object: \(outcome.reasonText)"
            try known.apply(outcome.reasons.isEmpty ? .kept : .notKept(reason: reason), at: now, in: db)
            return outcome
        }
    }

    private func apply(
        _ reason: UInt16, to outboxRow: Int64, isLate: Bool, _ outcome: inout CommitmentOutcome, at now: Date,
        in db: Database
    ) throws {
        guard let row: OutboxRow = try job(outboxRow, in: db), row.state == .delivered, row.commitment != .committed
        else { return }
        if reason == 0 {
            return try db.execute(sql: "UPDATE outbox SET commitment = 'committed' WHERE id = ?", arguments: [row.id])
        }
        // A later transaction has requested the object again; its report decides.
        guard !isLate else { return }
        if try Int.fetchOne(db, sql: "SELECT redelivery FROM outbox WHERE id = ?", arguments: [row.id]) == 0 {
            outcome.sentAgain += 1
            try row.apply(.notCommitted, at: now, notBefore: now, in: db)
            try db.execute(
                sql: "UPDATE outbox SET commitment = NULL, redelivery = 1 WHERE id = ?", arguments: [row.id])
        } else {
            outcome.failed += 1
            try db.execute(sql: "UPDATE outbox SET commitment = 'failed' WHERE id = ?", arguments: [row.id])
        }
    }

    /// Gives up transactions with peers that are no longer configured for storage commitment.
    ///
    /// - Returns: the number of transactions by peer.
    package func failCommitments(
        _ direction: CommitmentTransaction.Direction, forOthersThan peers: Set<String>, reason: String,
        at now: Date = Date()
    ) throws -> [String: Int] {
        let open = JobQuery<CommitmentTransaction>(
            """
            commitment.direction = ? AND commitment.state IN ('waiting', 'requested')
                AND commitment.peer NOT IN (SELECT value FROM json_each(?))
            """, [direction.rawValue, String(decoding: try JSONEncoder().encode(peers), as: UTF8.self)])
        let event = CommitmentEvent.peerGone(reason: reason)
        var counts: [String: Int] = [:]
        // A request to a peer can be about a thousand deliveries; one of a peer is one row.
        try changeInSlices(of: direction == .outgoing ? 1 : Self.jobSlice, open) { commitment, db in
            guard commitment.transition(on: event) != nil else { return false }
            try commitment.apply(event, at: now, in: db)
            if direction == .outgoing { try Self.mark(commitment, .failed, in: db) }
            return true
        } each: {
            counts[$0.peer, default: 0] += 1
        }
        return counts
    }
}

extension StoredInstance {
    fileprivate var commitmentReference: CommitmentInformation.Reference {
        CommitmentInformation.Reference(sopClassUID: sopClassUID, sopInstanceUID: sopInstanceUID)
    }
}
