internal import Glibc
internal import Platform
internal import Synchronization

/// Threads that serve one connection at a time and are reused for the next. On a machine that is busy drafting, waking
/// a thread is much faster than starting one.
// `semaphore` is created once, never moved, and used only through POSIX calls that are thread-safe.
final class AssociationThreads: @unchecked Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        /// Threads without a connection, including those that are about to take a queued job.
        var waiting = 0
        var isEnding = false
    }

    /// Limit on idle threads; further ones end.
    private static let waitingLimit = 16
    private static let stackSize = 512 << 10

    private let state = Mutex(State())
    private let semaphore = UnsafeMutablePointer<sem_t>.allocate(capacity: 1)

    init() { sem_init(semaphore, 0, 0) }

    deinit {
        sem_destroy(semaphore)
        semaphore.deallocate()
    }

    /// Runs a job on an idle thread or on a new one. Called by one thread only.
    ///
    /// - Throws: if no thread can be started; the job then never runs.
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

    /// Ends the idle threads; the others end after their job.
    func end() {
        let waiting = state.withLock { state in
            state.isEnding = true
            return state.waiting
        }
        for _ in 0..<waiting { sem_post(semaphore) }
    }

    /// The body of one thread, which counts as idle when it starts.
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
