package import FoundationEssentials
package import Platform

/// Timeouts and retry delays of storage commitment, in seconds.
package struct CommitmentPauses: Sendable {
    /// Delay between attempts to report or to ask; with `CommitmentTransaction.State.maximumAttempts` they take an hour
    /// in all.
    package var retry = BackOff(first: .seconds(30), longest: .seconds(600))
    /// Delay from a delivery to the request for its commitment, so that one request covers many objects.
    package var gathering: TimeInterval = 10
    /// How long an association stays open for the report after the request.
    package var lingering: TimeInterval = 5
    /// How long a peer has to report before it is asked again.
    package var overdue: TimeInterval = 24 * 3600

    /// The defaults above.
    package init() {}

    /// The longest interval between two checks of a lane. It does not exceed the shortest of these times, so that a row
    /// that becomes due without a wake-up waits at most twice as long.
    var look: Duration {
        [gathering, overdue].filter { $0 > 0 }.map(Duration.seconds).reduce(min(Loop.slowLook, retry.first), min)
    }
}
