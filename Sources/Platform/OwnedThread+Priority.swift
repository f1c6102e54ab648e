import Dispatch
import Glibc
import Synchronization

extension OwnedThread {
    /// Does work on a thread of lower priority, so that more urgent work gets the processor first. Blocks until it is done.
    ///
    /// - Parameter niceness: by how much the priority is lowered; if the system refuses, it is not.
    /// - Returns: what the work returns; it is done on the calling thread if no other can be started.
    package static func withLowPriority<Success: Sendable>(
        name: String, niceness: Int, _ body: @escaping @Sendable () -> Success
    ) -> Success {
        let outcome = Outcome<Success>()
        do {
            try start(name: name) {
                _ = nice(Int32(clamping: niceness))
                outcome.end(body())
            }
        } catch {
            return body()
        }
        return outcome.wait() ?? body()
    }

    /// What became of work on another thread.
    private final class Outcome<Success: Sendable>: Sendable {
        private let value = Mutex<Success?>(nil)
        private let done = DispatchSemaphore(value: 0)

        func end(_ result: Success) {
            value.withLock { $0 = result }
            done.signal()
        }

        func wait() -> Success? {
            done.wait()
            return value.withLock { $0 }
        }
    }
}
