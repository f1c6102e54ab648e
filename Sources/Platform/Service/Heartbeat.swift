import Synchronization

/// Records when a long-lived loop last made progress.
package final class Heartbeat: Sendable {
    /// What the loop does, for the log.
    package let name: String
    private let start = ContinuousClock.now
    /// Milliseconds from `start` to the last beat, or to the end of the rest that it began.
    private let last = Atomic<Int64>(0)

    /// Counts the loop as alive from now on.
    package init(_ name: String) { self.name = name }

    /// Records that the loop has made progress.
    ///
    /// - Parameter rest: how long it may wait now; it counts as alive for that long without another beat.
    package func beat(restingFor rest: Duration = .zero) {
        last.store(elapsed(.now + min(max(rest, .zero), .seconds(31_536_000))), ordering: .relaxed)
    }

    /// How long ago the last beat was.
    package func silence(at now: ContinuousClock.Instant = .now) -> Duration {
        .milliseconds(max(0, elapsed(now) - last.load(ordering: .relaxed)))
    }

    private func elapsed(_ now: ContinuousClock.Instant) -> Int64 { Int64((now - start) / .milliseconds(1)) }
}
