import Glibc
import Synchronization

/// A thread of its own that does one thing now and then: at every interval, and at once when woken.
///
/// A wake is only a hint to look now; missing one costs at most an interval.
package final class PeriodicThread: Sendable {
    private struct State {
        var isStopping = false
        var isWoken = false
    }

    private let name: String
    private let interval: Duration
    private let body: @Sendable () -> Void
    private let state = Mutex(State())

    /// - Parameter body: one round of work; it logs its own errors and returns.
    package init(name: String, interval: Duration, body: @escaping @Sendable () -> Void) {
        self.name = name
        self.interval = interval
        self.body = body
    }

    /// Runs rounds until `stop()`; returns when the thread has ended.
    package func run() async throws {
        try await OwnedThread.run(name: name) { [self] in
            while !state.withLock({ $0.isStopping }) {
                body()
                waitForNextRound()
            }
        }
    }

    /// Asks for a round now.
    package func wake() {
        state.withLock { $0.isWoken = true }
    }

    /// Ends after the round in progress.
    package func stop() {
        state.withLock { $0.isStopping = true }
    }

    private func waitForNextRound() {
        let end = ContinuousClock.now + interval
        while ContinuousClock.now < end {
            let isDue = state.withLock { state in
                defer { state.isWoken = false }
                return state.isWoken || state.isStopping
            }
            if isDue { return }
            usleep(20_000)
        }
    }
}
