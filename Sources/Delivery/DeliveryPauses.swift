package import FoundationEssentials

/// How long until the next attempt: twice as long each time, up to a limit.
///
/// With these and `OutboxState.maximumAttempts`, a delivery is given up after 48 hours.
package struct DeliveryPauses: Sendable {
    /// Seconds after the first attempt.
    package var shortest: TimeInterval = 30
    /// Seconds after many, and after every one where nothing helps but a person at the peer.
    package var longest: TimeInterval = 1800

    /// The defaults above.
    package init() {}

    /// Seconds to wait after so many attempts that failed.
    package func seconds(after attempts: Int) -> TimeInterval {
        var pause = shortest
        for _ in 1..<max(attempts, 1) where pause < longest { pause *= 2 }
        return min(pause, longest)
    }
}
