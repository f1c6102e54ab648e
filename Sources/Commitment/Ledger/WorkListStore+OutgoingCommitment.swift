package import DICOMCore
import Delivery
package import FoundationEssentials
import GRDB
package import WorkListDatabase

/// What this node asks peers to keep: the objects delivered to them.
extension WorkListStore {
    /// Puts what was delivered to a peer until a time, and was not asked for, into one new transaction.
    ///
    /// - Returns: whether there was anything.
    @discardableResult
    package func gatherCommitment(
        of peer: String, deliveredUntil: Date, limit: Int = 1000, at now: Date = Date()
    ) throws -> Bool {
        let condition = "destination = ? AND state = 'delivered' AND commitment IS NULL"
        let isDue = try read { db in
            try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM outbox WHERE \(condition) AND changedAt <= ?)",
                arguments: [peer, deliveredUntil.milliseconds]) ?? false
        }
        guard isDue else { return false }
        return try write { db in
            // With those that came later: one transaction asks for all there is.
            let rows = try outboxRows(
                where: """
                    outbox.id IN (SELECT id FROM outbox WHERE \(condition) ORDER BY changedAt LIMIT ?)
                    ORDER BY outbox.id
                    """, [peer, limit], in: db)
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

    /// The transaction that is to be asked next of a peer, the attempt counted.
    package func commitmentToAsk(of peer: String, at now: Date = Date()) throws -> CommitmentTransaction? {
        guard try read({ try CommitmentTransaction.due(.outgoing, .waiting, peer: peer, at: now, in: $0) }) != nil
        else {
            return nil
        }
        return try write { db in
            guard let due = try CommitmentTransaction.due(.outgoing, .waiting, peer: peer, at: now, in: db) else {
                return nil
            }
            try due.move(to: .waiting, at: now, attempt: due.attempt + 1, reason: due.reason, in: db)
            return try CommitmentTransaction.fetch(id: due.id, in: db)
        }
    }

    /// The peer took the request; its report may have come already.
    package func commitmentAsked(_ commitment: CommitmentTransaction, overdueAt: Date, at now: Date = Date()) throws {
        try write { db in
            guard let current = try CommitmentTransaction.fetch(id: commitment.id, in: db), current.state == .waiting
            else {
                return
            }
            try current.move(to: .requested, at: now, notBefore: overdueAt, in: db)
        }
    }

    /// The peer did not take the request.
    ///
    /// - Returns: whether it is given up.
    package func commitmentNotAsked(
        _ commitment: CommitmentTransaction, reason: String, notBefore: Date, at now: Date = Date()
    ) throws -> Bool {
        try write { db in
            guard let current = try CommitmentTransaction.fetch(id: commitment.id, in: db), current.state == .waiting
            else {
                return false
            }
            guard current.attempt >= CommitmentTransaction.maximumAttempts else {
                try current.move(to: .waiting, at: now, notBefore: notBefore, reason: reason, in: db)
                return false
            }
            try current.move(to: .failed, at: now, reason: reason, in: db)
            try Self.mark(current, .failed, in: db)
            return true
        }
    }

    /// Ends the transactions of a peer whose report is overdue: each is asked again under a new Transaction UID, and
    /// given up after the last round.
    ///
    /// - Returns: how many were asked again, and how many given up.
    package func endOverdueCommitments(of peer: String, at now: Date = Date()) throws -> (again: Int, givenUp: Int) {
        guard try read({ try CommitmentTransaction.due(.outgoing, .requested, peer: peer, at: now, in: $0) }) != nil
        else {
            return (0, 0)
        }
        return try write { db in
            var counts = (again: 0, givenUp: 0)
            while let due = try CommitmentTransaction.due(.outgoing, .requested, peer: peer, at: now, in: db) {
                if due.round < CommitmentTransaction.maximumRounds {
                    try due.move(to: .timedOut, at: now, reason: "no report came; asked again", in: db)
                    let references = try Self.references(of: due.id, in: db)
                    try Self.ask(
                        peer, for: references.map { ($0.reference, $0.outboxRow) }, round: due.round + 1, at: now,
                        in: db)
                    counts.again += 1
                } else {
                    try due.move(
                        to: .timedOut, at: now, reason: "no report came, asked \(due.round) times", in: db)
                    try Self.mark(due, .timedOut, in: db)
                    counts.givenUp += 1
                }
            }
            return counts
        }
    }

    private static func mark(_ commitment: CommitmentTransaction, _ outcome: OutboxCommitment, in db: Database) throws {
        try db.execute(
            sql: """
                UPDATE outbox SET commitment = ? WHERE state = 'delivered' AND commitment = 'requested'
                    AND id IN (SELECT outboxRow FROM commitmentReference WHERE commitmentRow = ?)
                """,
            arguments: [outcome.rawValue, commitment.id])
    }

    /// What a report said of the objects of one transaction.
    package struct CommitmentOutcome: Sendable, Equatable {
        package var committed = 0
        /// Not kept, and in line for the peer once more.
        package var sentAgain = 0
        /// Not kept after the second delivery either.
        package var failed = 0
        /// Failure reasons by how many objects have them.
        package var reasons: [UInt16: Int] = [:]

        package init() {}
    }

    /// Takes a peer's report; the same one again changes nothing.
    ///
    /// What it does not mention is not kept. An object that is not kept is delivered once more.
    ///
    /// - Returns: `nil` for a transaction that this peer was never asked about.
    package func takeReport(
        _ report: CommitmentInformation, from peer: String, at now: Date = Date()
    ) throws -> CommitmentOutcome? {
        try write { db in
            let known = try Row.fetchOne(
                db, sql: "SELECT * FROM commitment WHERE direction = 'outgoing' AND peer = ? AND transactionUID = ?",
                arguments: [peer, report.transactionUID.description]
            ).map(CommitmentTransaction.init)
            guard let known else { return nil }
            var outcome = CommitmentOutcome()
            guard known.state != .committed, known.state != .failed else { return outcome }
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
            let lines = outcome.reasons.sorted { $0.key < $1.key }
                .map { "\(DIMSEStatus(rawValue: $0.key)) for \($0.value)" }
            try known.move(
                to: lines.isEmpty ? .committed : .failed, at: now,
                reason: lines.isEmpty ? nil : "the peer does not keep all: " + lines.joined(separator: ", "), in: db)
            return outcome
        }
    }

    private func apply(
        _ reason: UInt16, to outboxRow: Int64, isLate: Bool, _ outcome: inout CommitmentOutcome, at now: Date,
        in db: Database
    ) throws {
        guard let row = try outboxRows(where: "outbox.id = ?", [outboxRow], in: db).first, row.state == .delivered,
            row.commitment != .committed
        else { return }
        if reason == 0 {
            return try db.execute(sql: "UPDATE outbox SET commitment = 'committed' WHERE id = ?", arguments: [row.id])
        }
        // A later transaction has asked again; its report decides.
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

    /// Gives up what waits for peers that cannot be called, or are none, any more.
    ///
    /// - Returns: how many transactions by peer.
    package func failCommitments(
        _ direction: CommitmentTransaction.Direction, forOthersThan peers: Set<String>, reason: String,
        at now: Date = Date()
    ) throws -> [String: Int] {
        try write { db in
            let open = try Row.fetchAll(
                db, sql: "SELECT * FROM commitment WHERE direction = ? AND state IN ('waiting', 'requested')",
                arguments: [direction.rawValue]
            ).map(CommitmentTransaction.init).filter { !peers.contains($0.peer) }
            for each in open {
                try each.move(to: .failed, at: now, reason: reason, in: db)
                try Self.mark(each, .failed, in: db)
            }
            return open.reduce(into: [:]) { $0[$1.peer, default: 0] += 1 }
        }
    }
}

extension StoredInstance {
    fileprivate var commitmentReference: CommitmentInformation.Reference {
        CommitmentInformation.Reference(sopClassUID: sopClassUID, sopInstanceUID: sopInstanceUID)
    }
}
