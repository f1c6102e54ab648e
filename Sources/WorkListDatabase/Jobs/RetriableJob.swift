package import FoundationEssentials
package import GRDB

/// Something that can happen to a job that an administrator can have tried again.
package protocol RetryEvent: JobEvent {
    /// An administrator wants the job tried again, with all its attempts.
    static var retried: Self { get }
}

/// A job that an administrator can have tried again; each retry is recorded as an act.
package protocol RetriableJob: Job where Event: RetryEvent {
    static var retryAct: Act.Kind { get }
    /// What the act says beside who retried it, when and about which study.
    var retryDetail: [String: String] { get }

    /// The study that the act is about.
    func studyRow(in db: Database) throws -> Int64?
    /// Earliest time of the next attempt, and so its place in the queue.
    func notBefore(ofRetryAt now: Date) -> Date
}

extension RetriableJob {
    package func notBefore(ofRetryAt now: Date) -> Date { now }

    /// Has the job tried again and records the act, inside a transaction.
    ///
    /// - Throws: `refusal(of:)` when it neither failed nor waits for another attempt.
    package func retry(by actor: String, at now: Date, in db: Database) throws {
        try apply(.retried, at: now, notBefore: notBefore(ofRetryAt: now), in: db)
        try Act.record(
            Self.retryAct, by: actor, about: try studyRow(in: db), detail: retryDetail, at: now, in: db)
    }
}

extension WorkListStore {
    /// Has every such job tried again, and records an act for each; returns how many.
    ///
    /// Each transaction takes 200 jobs at most: a modality that sends meanwhile waits no longer than for one of these.
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
