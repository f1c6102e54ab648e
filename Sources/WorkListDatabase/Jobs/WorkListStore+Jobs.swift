package import FoundationEssentials
package import GRDB

/// Claims, settles and retries jobs of every kind.
extension WorkListStore {
    /// Whether the query selects any job. This only reads, so it needs no write lock.
    package func isAny<J>(_ query: JobQuery<J>) throws -> Bool {
        try read { db in
            try Bool.fetchOne(
                db.cachedStatement(sql: "SELECT EXISTS (SELECT 1 FROM \(J.table.name) WHERE \(query.condition))"),
                arguments: query.arguments) ?? false
        }
    }

    package func jobs<J>(_ query: JobQuery<J>, limit: Int? = nil, in db: Database) throws -> [J] {
        try Row.fetchAll(db.cachedStatement(sql: query.sql(limit: limit)), arguments: query.arguments).map {
            try J(row: $0, files: files)
        }
    }

    /// Returns the job with this id, or nil.
    package func job<J: Job>(_ id: Int64, in db: Database) throws -> J? {
        try jobs(JobQuery<J>("\(J.table.name).id = ?", [id]), limit: 1, in: db).first
    }

    /// Claims due jobs in the order of the query. One transaction ensures that no job is claimed twice.
    ///
    /// It reads first, so that an idle caller never takes the write lock.
    ///
    /// - Parameter make: adds what the claimant needs, in the same transaction.
    package func claim<J, Claim>(
        _ due: JobQuery<J>, as event: J.Event = .claimed, by claimant: Int32? = nil, limit: Int = 1, at now: Date,
        _ make: (J, Database) throws -> Claim
    ) throws -> [Claim] {
        guard try isAny(due) else { return [] }
        return try write { db in
            try jobs(due, limit: limit, in: db).map { waiting in
                try waiting.apply(event, at: now, claimant: claimant, in: db)
                guard let claimed: J = try job(waiting.id, in: db) else { throw waiting.claimLost }
                return try make(claimed, db)
            }
        }
    }

    /// Checks that a claim is still held and unchanged.
    ///
    /// - Throws: the job's `claimLost` error otherwise.
    package func checkClaim<J: Job>(_ claim: J, in db: Database) throws {
        guard claim.state == J.table.claimed, try job(claim.id, in: db) == claim else { throw claim.claimLost }
    }

    /// Ends a claim with the event that describes its outcome.
    ///
    /// - Parameters:
    ///   - notBefore: earliest time of the next attempt, if any; unchanged when nil.
    ///   - own: values of columns that only this kind of job has.
    /// - Throws: the job's `claimLost` error when the claim is no longer held; nothing is changed then.
    package func settle<J: Job>(
        _ claim: J, as event: J.Event, notBefore: Date? = nil,
        setting own: [String: (any DatabaseValueConvertible)?] = [:], at now: Date = Date()
    ) throws {
        try write { db in
            try checkClaim(claim, in: db)
            try claim.apply(event, at: now, notBefore: notBefore, setting: own, in: db)
        }
    }

    /// Hands a claim back; this does not count as an attempt.
    ///
    /// - Throws: the job's `claimLost` error when the claim is no longer held.
    package func handBack<J: Job>(_ claim: J, notBefore: Date, at now: Date = Date()) throws {
        try settle(claim, as: .handedBack, notBefore: notBefore, at: now)
    }

    /// Applies an event to each job that the query selects.
    ///
    /// - Returns: the jobs before the event.
    @discardableResult
    package func apply<J>(
        _ event: J.Event, toAll query: JobQuery<J>, notBefore: Date? = nil, at now: Date, in db: Database
    ) throws -> [J] {
        let jobs = try jobs(query, in: db)
        for job in jobs { try job.apply(event, at: now, notBefore: notBefore, in: db) }
        return jobs
    }

    /// Time when the oldest claim of a process began; nil when it has no claim.
    package func oldestClaim<J: Job>(among _: J.Type, of claimant: Int32) throws -> Date? {
        try read { db in
            try Int64.fetchOne(
                db,
                sql: """
                    SELECT min(claimedAt) FROM \(J.table.name)
                    WHERE \(JobQuery<J>.claimed.condition) AND claimant = ?
                    """,
                arguments: [claimant])
        }.map(Date.init(milliseconds:))
    }
}
