import FoundationEssentials
import Synchronization

/// Measures by how much the clock is set, against a clock that is never set.
final class ClockSteps: Sendable {
    /// The time of the clock at uptime zero; it changes only when the clock is set.
    private let origin = Mutex<Date?>(nil)
    private static let start = ContinuousClock.now

    /// Time on a clock that is never set.
    static var uptime: Duration { ContinuousClock.now - start }

    /// - Returns: by how many seconds the clock was set since the last call, negative if it was set back; zero at the first.
    func next(at now: Date, uptime: Duration) -> TimeInterval {
        let found = now - uptime / .seconds(1)
        return origin.withLock { origin in
            defer { origin = found }
            return found.timeIntervalSince(origin ?? found)
        }
    }
}
