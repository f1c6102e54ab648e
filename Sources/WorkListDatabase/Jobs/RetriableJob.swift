package import FoundationEssentials
package import GRDB

/// An event in the life of a job that an administrator can retry.
package protocol RetryEvent: JobEvent {
    /// An administrator retried the job, with a new set of attempts.
    static var retried: Self { get }
}

/// A job that an administrator can retry; each retry is recorded as an act.
package protocol RetriableJob: Job where Event: RetryEvent {
    static var retryAct: Act.Kind { get }
    /// Details of the act, in addition to actor, time and study.
    var retryDetail: [String: String] { get }

    /// The study that the act is about.
    func studyRow(in db: Database) throws -> Int64?
    /// Earliest time of the next attempt, which also sets the place in the queue.
    func notBefore(ofRetryAt now: Date) -> Date
}

extension RetriableJob {
    package func notBefore(ofRetryAt now: Date) -> Date { now }

    /// Retries the job and records the act, inside a transaction.
    ///
    /// - Throws: `refusal(of:)` when the job has not failed and is not waiting for another attempt.
    package func retry(by actor: String, at now: Date, in db: Database) throws {
        try apply(.retried, at: now, notBefore: notBefore(ofRetryAt: now), in: db)
        try Act.record(
            Self.retryAct, by: actor, about: try studyRow(in: db), detail: retryDetail, at: now, in: db)
    }
}

extension WorkListStore {
    /// Retries every job that the query selects, and records an act for each; returns how many.
    ///
    /// Each transaction retries at most 200 jobs, so that a modality that is sending never waits longer than that.
    package func retry<J: RetriableJob>(_ query: JobQuery<J>, by actor: String, at now: Date) throws -> Int {
        let ids = try read { db in
            try Int64.fetchAll(
                db, sql: "SELECT id FROM \(J.table.name) WHERE \(query.condition) ORDER BY id",
                arguments: query.arguments)
        }
        return try stride(from: 0, to: ids.count, by: 200).reduce(0) { count, start in
            let retried = try write { db in
                let jobs: [J] = try ids[start..<min(start + 200, ids.count)].compactMap { try job($0, in: db) }
                    .filter { $0.transition(on: .retried) != nil }
                for job in jobs { try job.retry(by: actor, at: now, in: db) }
                return jobs.count
            }
            return count + retried
        }
    }
}
