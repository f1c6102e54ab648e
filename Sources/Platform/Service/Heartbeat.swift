import Synchronization

/// Records when a long-lived loop last made progress.
package final class Heartbeat: Sendable {
    /// What the loop does, for the log.
    package let name: String
    private let start = ContinuousClock.now
    /// Milliseconds from `start` to the last beat.
    private let last = Atomic<Int64>(0)

    /// Counts the loop as alive from now on.
    package init(_ name: String) { self.name = name }

    /// Records that the loop has made progress.
    package func beat() { last.store(elapsed(.now), ordering: .relaxed) }

    /// How long ago the last beat was.
    package func silence(at now: ContinuousClock.Instant = .now) -> Duration {
        .milliseconds(max(0, elapsed(now) - last.load(ordering: .relaxed)))
    }

    private func elapsed(_ now: ContinuousClock.Instant) -> Int64 { Int64((now - start) / .milliseconds(1)) }
}
