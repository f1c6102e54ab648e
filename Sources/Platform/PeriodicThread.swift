import Glibc
import Synchronization

/// A thread of its own that does one thing again and again, with an interval between.
package final class PeriodicThread: Sendable {
    private let name: String
    private let interval: Duration
    private let body: @Sendable () -> Void
    private let isStopping = Atomic(false)
    /// Silent for as long as a round takes.
    package let heartbeat: Heartbeat

    /// - Parameter body: one round of work; it logs its own errors and returns.
    package init(name: String, interval: Duration, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.interval = interval
        self.body = body
        heartbeat = Heartbeat(name)
    }

    /// Runs rounds until `stop()`; returns when the thread has ended.
    package func run() async throws {
        try await OwnedThread.run(name: name) { [self] in
            while !stopping {
                body()
                let next = ContinuousClock.now + interval
                repeat {
                    heartbeat.beat()
                    usleep(20_000)
                } while !stopping && ContinuousClock.now < next
            }
        }
    }

    /// Ends after the round in progress.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    private var stopping: Bool { isStopping.load(ordering: .relaxed) }
}
