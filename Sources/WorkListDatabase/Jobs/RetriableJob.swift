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
    /// Retries every job that the query selects, in slices, and records an act for each; returns how many.
    package func retry<J: RetriableJob>(_ query: JobQuery<J>, by actor: String, at now: Date) throws -> Int {
        var count = 0
        try changeInSlices(query) { job, db in
            guard job.transition(on: .retried) != nil else { return false }
            try job.retry(by: actor, at: now, in: db)
            return true
        } each: { _ in
            count += 1
        }
        return count
    }
}
