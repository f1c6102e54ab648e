package import FoundationEssentials

/// The times of storage commitment, in seconds.
package struct CommitmentPauses: Sendable {
    /// Until the second attempt to report or to ask; twice as long each time.
    package var shortest: TimeInterval = 30
    /// Until the last attempts; with `CommitmentTransaction.maximumAttempts`, an hour in all.
    package var longest: TimeInterval = 600
    /// From a delivery to the request for its commitment, so that one asks for many.
    package var gathering: TimeInterval = 10
    /// How long an association on which was asked stays open for the report.
    package var lingering: TimeInterval = 5
    /// How long a peer may take to report before it is asked again.
    package var overdue: TimeInterval = 24 * 3600

    /// The defaults above.
    package init() {}

    /// Seconds to wait after so many attempts that failed.
    package func seconds(after attempts: Int) -> TimeInterval {
        var pause = shortest
        for _ in 1..<max(attempts, 1) where pause < longest { pause *= 2 }
        return min(pause, longest)
    }
}
