/// Pauses between attempts that fail: each is twice as long as the one before, up to a limit.
package struct BackOff: Sendable, Equatable {
    /// After the first failure.
    package var first: Duration
    /// After many.
    package var longest: Duration
    /// Failures since the last success.
    package private(set) var failures = 0

    package init(first: Duration, longest: Duration) {
        self.first = first
        self.longest = longest
    }

    /// The pause after so many failures in a row.
    package func pause(after failures: Int) -> Duration {
        var pause = first
        for _ in 1..<max(failures, 1) where pause < longest { pause *= 2 }
        return min(pause, longest)
    }

    /// The same pause in seconds, for arithmetic with dates.
    package func seconds(after failures: Int) -> Double { pause(after: failures) / .seconds(1) }

    /// Counts a failure.
    ///
    /// - Returns: how long to wait before the next attempt.
    package mutating func failed() -> Duration {
        failures += 1
        return pause(after: failures)
    }

    /// Starts the pauses over.
    package mutating func reset() { failures = 0 }
}
