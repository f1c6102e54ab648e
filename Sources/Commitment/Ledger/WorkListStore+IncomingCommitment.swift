package import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

/// What peers ask this node to keep: each request is on disk before it is answered, and stays until it is reported.
extension WorkListStore {
    /// What became of a request.
    package enum CommitmentAcceptance: Sendable, Equatable {
        /// It is on record and will be reported.
        case accepted(id: Int64)
        /// The peer has used the Transaction UID for other objects.
        case transactionInUse
        /// The peer waits for as many reports as are kept for one.
        case tooMany
    }

    /// Requests of one peer that may wait at a time.
    package static let commitmentLimit = 1000

    /// Puts a request on record. The same request again is reported again, with everything verified anew: its sender
    /// lacks the answer.
    ///
    /// - Parameter notBefore: when what is due is reported; before, only who asks for this one gets it.
    package func acceptCommitment(
        _ request: CommitmentInformation, from peer: String, calledAETitle: AETitle, notBefore: Date = Date(),
        at now: Date = Date()
    ) throws -> CommitmentAcceptance {
        try write { db in
            let known = try Row.fetchOne(
                db,
                sql: """
                    SELECT * FROM commitment WHERE direction = 'incoming' AND peer = ? AND transactionUID = ?
                    """,
                arguments: [peer, request.transactionUID.description]
            ).map(CommitmentTransaction.init)
            if let known {
                let references = try Self.references(of: known.id, in: db).map(\.reference)
                guard Set(references) == Set(request.references) else { return .transactionInUse }
                if known.state == .reported || known.state == .failed {
                    // A promise already made is not taken back by asking: results go to `nil` only with their check.
                    try known.move(to: .waiting, at: now, attempt: 0, notBefore: notBefore, in: db)
                }
                return .accepted(id: known.id)
            }
            let waiting = try Int.fetchOne(
                db,
                sql: """
                    SELECT count(*) FROM commitment WHERE direction = 'incoming' AND peer = ? AND state = 'waiting'
                    """,
                arguments: [peer])
            guard waiting ?? 0 < Self.commitmentLimit else { return .tooMany }
            try db.execute(
                sql: """
                    INSERT INTO commitment (direction, peer, transactionUID, calledAETitle, notBefore, createdAt,
                        changedAt) VALUES ('incoming', ?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    peer, request.transactionUID.description, calledAETitle.description, notBefore.milliseconds,
                    now.milliseconds, now.milliseconds,
                ])
            let id = db.lastInsertedRowID
            try Self.add(request.references.map { ($0, nil) }, to: id, in: db)
            return .accepted(id: id)
        }
    }

    /// Takes a request that waits, to report it: the given one, or what is due longest of a peer.
    package func claimCommitment(_ id: Int64? = nil, of peer: String, at now: Date = Date()) throws
        -> CommitmentTransaction?
    {
        if id == nil {
            let due = try read { try CommitmentTransaction.due(.incoming, .waiting, peer: peer, at: now, in: $0) }
            guard due != nil else { return nil }
        }
        return try write { db in
            let found =
                try id.map { try CommitmentTransaction.fetch(id: $0, in: db) }
                ?? CommitmentTransaction.due(.incoming, .waiting, peer: peer, at: now, in: db)
            guard let found, found.peer == peer, found.state == .waiting else { return nil }
            try found.move(to: .reporting, at: now, attempt: found.attempt + 1, reason: found.reason, in: db)
            return try CommitmentTransaction.fetch(id: found.id, in: db)
        }
    }

    /// How an attempt to report ended.
    package enum CommitmentReport: Sendable, Equatable {
        /// The peer took it.
        case taken
        /// To be tried again, or given up after the last attempt.
        case refused(reason: String, notBefore: Date)
        /// Nothing was tried after all.
        case handedBack
    }

    /// Ends a claim. One that is no longer held stays as it is: the report has been sent twice, which harms nobody.
    ///
    /// - Returns: where it stands now.
    @discardableResult
    package func settle(
        _ claim: CommitmentTransaction, as report: CommitmentReport, at now: Date = Date()
    ) throws -> CommitmentTransaction.State {
        try write { db in
            guard let current = try CommitmentTransaction.fetch(id: claim.id, in: db) else { return .failed }
            guard current.state == .reporting, current.attempt == claim.attempt else { return current.state }
            switch report {
            case .taken:
                try current.move(to: .reported, at: now, in: db)
                return .reported
            case .handedBack:
                try current.move(to: .waiting, at: now, attempt: current.attempt - 1, notBefore: now, in: db)
                return .waiting
            case .refused(let reason, let notBefore):
                let state: CommitmentTransaction.State =
                    current.attempt < CommitmentTransaction.maximumAttempts ? .waiting : .failed
                try current.move(to: state, at: now, notBefore: notBefore, reason: reason, in: db)
                return state
            }
        }
    }

    /// Puts back in line what a daemon that is gone, or `peer`'s thread, was reporting.
    @discardableResult
    package func returnCommitmentClaims(of peer: String? = nil, at now: Date = Date()) throws -> Int {
        try write { db in
            try db.execute(
                sql: """
                    UPDATE commitment SET state = 'waiting', changedAt = ?
                    WHERE state = 'reporting' AND peer = ifnull(?, peer)
                    """,
                arguments: [now.milliseconds, peer])
            return db.changesCount
        }
    }

    /// One instance of a transaction, and what is known of its commitment: 0, or the reason for its failure.
    package struct CommitmentReference: Sendable, Equatable {
        package let reference: CommitmentInformation.Reference
        package let result: UInt16?
        let outboxRow: Int64?
    }

    /// The instances of a transaction, in the order of the request.
    package func references(of commitment: CommitmentTransaction) throws -> [CommitmentReference] {
        try read { try Self.references(of: commitment.id, in: $0) }
    }

    /// Keeps what the check of the objects found; from here on a commitment holds.
    package func setResults(
        _ results: [(reference: CommitmentInformation.Reference, result: UInt16)], of commitment: CommitmentTransaction
    ) throws {
        try write { db in try Self.set(results, of: commitment.id, in: db) }
    }

    static func references(of id: Int64, in db: Database) throws -> [CommitmentReference] {
        try Row.fetchAll(
            db, sql: "SELECT * FROM commitmentReference WHERE commitmentRow = ? ORDER BY id", arguments: [id]
        ).map {
            CommitmentReference(
                reference: .init(sopClassUID: $0["sopClassUID"], sopInstanceUID: $0["sopInstanceUID"]),
                result: $0["result"], outboxRow: $0["outboxRow"])
        }
    }

    static func add(
        _ references: [(CommitmentInformation.Reference, outboxRow: Int64?)], to id: Int64, in db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                INSERT OR IGNORE INTO commitmentReference (commitmentRow, sopClassUID, sopInstanceUID, outboxRow)
                VALUES (?, ?, ?, ?)
                """)
        for (reference, outboxRow) in references {
            try statement.execute(arguments: [id, reference.sopClassUID, reference.sopInstanceUID, outboxRow])
        }
    }

    static func set(
        _ results: [(reference: CommitmentInformation.Reference, result: UInt16)], of id: Int64, in db: Database
    ) throws {
        let statement = try db.cachedStatement(
            sql: """
                UPDATE commitmentReference SET result = ?
                WHERE commitmentRow = ? AND sopInstanceUID = ? AND sopClassUID = ?
                """)
        for (reference, result) in results {
            try statement.execute(arguments: [result, id, reference.sopInstanceUID, reference.sopClassUID])
        }
    }
}
