/// A thread of its own that does one thing again and again: when it is woken, and after an interval without a hint.
package final class PeriodicThread: Sendable {
    private let loop: Loop
    /// The shortest time from the start of one round to that of the next, however many hints come.
    private let spacing: Duration
    private let round: @Sendable () -> Duration

    /// Silent for as long as a round takes.
    package var heartbeat: Heartbeat { loop.heartbeat }

    /// - Parameters:
    ///   - loop: what wakes it and stops it; its name is the thread's.
    ///   - round: one round of work; it logs its own errors and returns how long the next may wait for a hint.
    package init(_ loop: Loop, spacing: Duration = .zero, round: @escaping @Sendable () -> Duration) {
        self.loop = loop
        self.spacing = spacing
        self.round = round
    }

    /// - Parameter body: one round of work; it logs its own errors and returns.
    package convenience init(
        _ loop: Loop, interval: Duration, spacing: Duration = .zero, body: @escaping @Sendable () -> Void
    ) {
        self.init(loop, spacing: spacing) {
            body()
            return interval
        }
    }

    /// Repeats rounds until `stop()`; returns when the thread has ended.
    package func run() async throws {
        try await OwnedThread.run(name: loop.name) { [self] in
            while !loop.isStopped {
                let start = ContinuousClock.now
                let interval = round()
                // Hints that come during the pause are left to the wait, so that they begin one round, not two.
                let pause = max(.zero, spacing - (ContinuousClock.now - start))
                if pause > .zero { loop.pause(for: pause) }
                loop.wait(upTo: interval - pause)
            }
        }
    }

    /// Ends after the round in progress.
    package func stop() { loop.stop() }
}
