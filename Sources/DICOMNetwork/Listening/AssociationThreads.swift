internal import Glibc
internal import Platform
internal import Synchronization

/// Threads that serve one connection each, and the next when that has ended. On a machine that is busy drafting, a
/// thread that wakes gets its turn many times sooner than one that is new.
// `semaphore` is made once, never moved, and used through the calls of POSIX that any thread may make.
final class AssociationThreads: @unchecked Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        /// Threads without a connection, those included that are about to take one of the jobs.
        var waiting = 0
        var isEnding = false
    }

    /// Threads that wait for a connection; of more, the others end.
    private static let waitingLimit = 16
    private static let stackSize = 512 << 10

    private let state = Mutex(State())
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Runs a job on a thread that waits, or on a new one. Called by one thread alone.
    ///
    /// - Throws: where there can be no new one; the job then never runs.
    func run(_ job: @escaping @Sendable () -> Void) throws {
        let isThreadNeeded = state.withLock { state in
            guard state.waiting <= state.jobs.count else { return false }
            state.waiting += 1
            return true
        }
        if isThreadNeeded {
            do {
                try OwnedThread.start(name: "association", stackSize: Self.stackSize) { [self] in serve() }
            } catch {
                state.withLock { $0.waiting -= 1 }
                throw error
            }
        }
        state.withLock { $0.jobs.append(job) }
        sem_post(semaphore)
    }

    /// Ends the threads that wait; the others end after their job.
    func end() {
        let waiting = state.withLock { state in
            state.isEnding = true
            return state.waiting
        }
        for _ in 0..<waiting { sem_post(semaphore) }
    }

    /// The life of one thread, which is counted as waiting where it begins.
    private func serve() {
        repeat {
            while sem_wait(semaphore) != 0 {}
            let job = state.withLock { state in
                state.waiting -= 1
                return state.jobs.isEmpty ? nil : state.jobs.removeFirst()
            }
            guard let job else { return }
            job()
        } while isToWait()
    }

    private func isToWait() -> Bool {
        state.withLock { state in
            guard !state.isEnding, state.waiting < Self.waitingLimit else { return false }
            state.waiting += 1
            return true
        }
    }
}
