import Glibc
import Synchronization

/// A thread that repeats its work at an interval.
package final class PeriodicThread: Sendable {
    private let name: String
    private let interval: Duration
    private let body: @Sendable () -> Void
    private let isStopping = Atomic(false)
    /// Beats between rounds, so it is silent during a round.
    package let heartbeat: Heartbeat

    /// - Parameter body: one round of work; logs its own errors.
    package init(name: String, interval: Duration, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.interval = interval
        self.body = body
        heartbeat = Heartbeat(name)
    }

    /// Repeats rounds until `stop()`; returns when the thread has ended.
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
