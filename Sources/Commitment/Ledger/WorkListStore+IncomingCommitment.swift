package import DICOMCore
package import FoundationEssentials
package import GRDB
package import WorkListDatabase

/// Requests of peers for storage commitment. Each request is on disk before it is answered and stays until it is
/// reported.
extension WorkListStore {
    /// The outcome of a request.
    package enum CommitmentAcceptance: Sendable, Equatable {
        /// The request is stored and will be reported.
        case accepted(id: Int64)
        /// The peer has already used the Transaction UID for other objects.
        case transactionInUse
        /// The peer has reached `commitmentLimit` pending requests.
        case tooMany
    }

    /// Maximum number of pending requests of one peer.
    package static let commitmentLimit = 1000

    /// Stores a request. If a peer repeats a request, it did not get the report: everything is verified and reported
    /// again.
    ///
    /// - Parameter notBefore: when the lane may report it; until then it can only be claimed by its id.
    package func acceptCommitment(
        _ request: CommitmentInformation, from peer: String, calledAETitle: AETitle, notBefore: Date = Date(),
        at now: Date = Date()
    ) throws -> CommitmentAcceptance {
        try write { db in
            let known = try CommitmentTransaction.fetch(
                .incoming, peer: peer, transactionUID: request.transactionUID.description, in: db)
            if let known {
                let references = try Self.references(of: known.id, in: db).map(\.reference)
                guard Set(references) == Set(request.references) else { return .transactionInUse }
                if known.transition(on: .requestedAgain) != nil {
                    // The results stay until they are verified again: a repeated request must not withdraw a
                    // commitment.
                    try known.apply(.requestedAgain, at: now, notBefore: notBefore, in: db)
                }
                return .accepted(id: known.id)
            }
            let waiting = try Int.fetchOne(
                db,
                sql: """
                    SELECT number FROM commitmentCount WHERE direction = 'incoming' AND peer = ? AND state = 'waiting'
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

    /// Claims a pending request to report it: the given one, or the one of the peer that has been due longest.
    package func claimCommitment(_ id: Int64? = nil, of peer: String, at now: Date = Date()) throws
        -> CommitmentTransaction?
    {
        var due = CommitmentTransaction.due(.incoming, .waiting, peer: peer, at: now)
        if let id {
            due = JobQuery(
                "commitment.id = ? AND commitment.direction = 'incoming' AND commitment.peer = ? "
                    + "AND commitment.state = 'waiting'", [id, peer])
        }
        return try claim(due, at: now) { commitment, _ in commitment }.first
    }

    /// How an attempt to report ended.
    package enum CommitmentReport: Sendable, Equatable {
        /// The peer accepted it.
        case taken
        /// The attempt failed; it is retried, or given up after the last attempt.
        case refused(reason: String, notBefore: Date)
        /// No attempt was made.
        case handedBack
    }

    /// Ends a claim. If the claim is no longer held, nothing changes; the report was then sent twice, which is
    /// harmless.
    ///
    /// - Returns: the current state of the transaction.
    @discardableResult
    package func settle(
        _ claim: CommitmentTransaction, as report: CommitmentReport, at now: Date = Date()
    ) throws -> CommitmentTransaction.State {
        try write { db in
            let current: CommitmentTransaction? = try job(claim.id, in: db)
            guard let current else { return .failed }
            let (event, notBefore): (CommitmentEvent, Date?) =
                switch report {
                case .taken: (.reported, nil)
                case .handedBack: (.handedBack, now)
                case .refused(let reason, let notBefore): (.notReported(reason: reason), notBefore)
                }
            guard current.attempt == claim.attempt, let next = current.transition(on: event) else {
                return current.state
            }
            try current.apply(event, at: now, notBefore: notBefore, in: db)
            return next.state
        }
    }

    /// Requeues transactions that an earlier daemon, or the lane of `peer`, was reporting.
    @discardableResult
    package func returnCommitmentClaims(of peer: String? = nil, at now: Date = Date()) throws -> Int {
        let claims = JobQuery<CommitmentTransaction>(
            """
            commitment.direction = 'incoming' AND commitment.state = 'reporting' AND commitment.peer IN (
                SELECT peer FROM commitmentCount WHERE direction = 'incoming' AND state = 'reporting' AND number > 0
                    AND peer = ifnull(?, peer))
            """, [peer])
        var count = 0
        try applyInSlices(.interrupted, toAll: claims, at: now, each: { _ in count += 1 })
        return count
    }

    /// One instance of a transaction and its result: 0 if committed, the Failure Reason otherwise, `nil` while unknown.
    package struct CommitmentReference: Sendable, Equatable, FetchableRecord {
        package let reference: CommitmentInformation.Reference
        package let result: UInt16?
        let outboxRow: Int64?

        private enum Columns: String, ColumnExpression {
            case sopClassUID, sopInstanceUID, result, outboxRow
        }

        package init(row: Row) {
            reference = .init(sopClassUID: row[Columns.sopClassUID], sopInstanceUID: row[Columns.sopInstanceUID])
            result = row[Columns.result]
            outboxRow = row[Columns.outboxRow]
        }
    }

    /// The instances of a transaction, in the order of the request.
    package func references(of commitment: CommitmentTransaction) throws -> [CommitmentReference] {
        try read { try Self.references(of: commitment.id, in: $0) }
    }

    /// Stores the results of the verification; from then on the node is committed to the objects with result 0.
    ///
    /// - Returns: the results to report: an object that was removed after its verification has No such object instance (0112).
    package func setResults(
        _ results: [(reference: CommitmentInformation.Reference, result: UInt16)], of commitment: CommitmentTransaction
    ) throws -> [(reference: CommitmentInformation.Reference, result: UInt16)] {
        try write { db in
            let listed = try db.cachedStatement(
                sql: "SELECT EXISTS (SELECT 1 FROM instance WHERE sopInstanceUID = ? AND sopClassUID = ?)")
            let lasting = try results.map { reference, result in
                let isListed = try Bool.fetchOne(
                    listed, arguments: [reference.sopInstanceUID, reference.sopClassUID])
                let isGone = result == 0 && isListed != true
                return (reference: reference, result: isGone ? DIMSEStatus.noSuchObjectInstance.rawValue : result)
            }
            try Self.set(lasting, of: commitment.id, in: db)
            return lasting
        }
    }

    static func references(of id: Int64, in db: Database) throws -> [CommitmentReference] {
        try CommitmentReference.fetchAll(
            db, sql: "SELECT * FROM commitmentReference WHERE commitmentRow = ? ORDER BY id", arguments: [id])
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
