import Dispatch
import GRDB
import Synchronization

/// Lets concurrent writers share one commit, and so one wait for the disk.
///
/// The first writer commits for all that are waiting; writers that arrive meanwhile go into the next commit. A single
/// writer pays no extra cost.
final class GroupCommit: Sendable {
    private struct State {
        var waiting: [Job] = []
        var isCommitting = false
    }

    /// One caller's part of a commit.
    private final class Job: Sendable {
        /// Returns false when it failed and its changes must be rolled back; the error is kept for the caller.
        let body: @Sendable (Database) throws -> Bool
        /// Signalled when the job is done, or when its caller must run the next commit.
        let turn = DispatchSemaphore(value: 0)
        let isNext = Mutex(false)
        /// Why the commit as a whole failed.
        let failure = Mutex<(any Error)?>(nil)

        init(_ body: @escaping @Sendable (Database) throws -> Bool) { self.body = body }
    }

    private final class Outcome<T: Sendable>: Sendable {
        let result = Mutex<Result<T, any Error>?>(nil)
    }

    private let pool: DatabasePool
    private let state = Mutex(State())

    init(_ pool: DatabasePool) { self.pool = pool }

    /// Runs `body` in a transaction: when it returns, its changes are on disk; when it throws, they are rolled back.
    ///
    /// - Parameter body: may run on another caller's thread.
    func write<T: Sendable>(_ body: @escaping @Sendable (Database) throws -> T) throws -> T {
        let outcome = Outcome<T>()
        let job = Job { db in
            let result = Result { try body(db) }
            outcome.result.withLock { $0 = result }
            return (try? result.get()) != nil
        }
        let isFirst = state.withLock { state in
            state.waiting.append(job)
            defer { state.isCommitting = true }
            return !state.isCommitting
        }
        if !isFirst { job.turn.wait() }
        if isFirst || job.isNext.withLock({ $0 }) { commitWaiting() }
        let result = outcome.result.withLock { $0 }
        // The error of the body comes first: a full disk can end the whole transaction, and the commit then fails only
        // because there is no transaction.
        if case .failure(let error)? = result { throw error }
        if let error = job.failure.withLock({ $0 }) { throw error }
        guard let result else { throw DatabaseError(resultCode: .SQLITE_ABORT) }
        return try result.get()
    }

    /// Number of jobs waiting for the next commit.
    var waitingCount: Int { state.withLock { $0.waiting.count } }

    private func commitWaiting() {
        let jobs = state.withLock { state in
            defer { state.waiting = [] }
            return state.waiting
        }
        do {
            try pool.writeWithoutTransaction { db in
                try db.inTransaction {
                    if jobs.count == 1 { return try jobs[0].body(db) ? .commit : .rollback }
                    for job in jobs { try db.inSavepoint { try job.body(db) ? .commit : .rollback } }
                    return .commit
                }
            }
        } catch {
            for job in jobs { job.failure.withLock { $0 = error } }
        }
        let next = state.withLock { state -> Job? in
            state.isCommitting = !state.waiting.isEmpty
            return state.waiting.first
        }
        next?.isNext.withLock { $0 = true }
        for job in jobs { job.turn.signal() }
        next?.turn.signal()
    }
}
