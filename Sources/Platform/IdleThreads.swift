import Dispatch
import Synchronization

/// Threads that have done a piece of work for `OwnedThread.run` and wait a while for the next: to start one takes as long as a
/// short request of a web client.
final class IdleThreads: Sendable {
    static let shared = IdleThreads()

    /// Threads that wait at most, and how long.
    private static let limit = 16
    private static let patience = DispatchTimeInterval.seconds(10)

    private struct Work: Sendable {
        let name: String
        let body: @Sendable () -> Void
    }

    /// A thread and what it does next. It holds its work only until that is done.
    private final class Worker: Sendable {
        let work: Mutex<Work?>
        let wake = DispatchSemaphore(value: 0)

        init(_ work: Work) { self.work = Mutex(work) }

        func take() -> Work? {
            work.withLock { work in
                defer { work = nil }
                return work
            }
        }
    }

    /// The one that waits for the shortest time is the last, and the next to work.
    private let waiting = Mutex<[Worker]>([])

    /// Does work on a thread that waits, or on a new one.
    ///
    /// - Throws: `PlatformError.thread` if the thread cannot be created; `body` then never runs.
    func run(name: String, _ body: @escaping @Sendable () -> Void) throws(PlatformError) {
        let work = Work(name: name, body: body)
        if let worker = waiting.withLock({ $0.popLast() }) {
            worker.work.withLock { $0 = work }
            worker.wake.signal()
        } else {
            let worker = Worker(work)
            try OwnedThread.start(name: name) { [self] in serve(worker, named: name) }
        }
    }

    /// Does the work of a thread, and then what else comes.
    private func serve(_ worker: Worker, named name: String) {
        var name = name
        repeat {
            guard let work = worker.take() else { return }
            if work.name != name { OwnedThread.rename(work.name) }
            name = work.name
            work.body()
        } while isGivenWork(worker)
    }

    /// Waits for more work; false if there was none, or if enough others wait.
    private func isGivenWork(_ worker: Worker) -> Bool {
        let isKept = waiting.withLock { waiting in
            guard waiting.count < Self.limit else { return false }
            waiting.append(worker)
            return true
        }
        guard isKept else { return false }
        if worker.wake.wait(timeout: .now() + Self.patience) == .success { return true }
        let isStillWaiting = waiting.withLock { waiting in
            guard let place = waiting.firstIndex(where: { $0 === worker }) else { return false }
            waiting.remove(at: place)
            return true
        }
        if isStillWaiting { return false }
        // It was chosen at the last moment.
        worker.wake.wait()
        return true
    }
}
