package import FoundationEssentials
package import Platform

/// Timeouts and retry delays of storage commitment, in seconds.
package struct CommitmentPauses: Sendable {
    /// Between attempts to report or to ask; with `CommitmentTransaction.State.maximumAttempts`, an hour in all.
    package var retry = BackOff(first: .seconds(30), longest: .seconds(600))
    /// From a delivery to the request for its commitment, so that one asks for many.
    package var gathering: TimeInterval = 10
    /// How long an association on which was asked stays open for the report.
    package var lingering: TimeInterval = 5
    /// How long a peer may take to report before it is asked again.
    package var overdue: TimeInterval = 24 * 3600

    /// The defaults above.
    package init() {}

    /// The longest time between two looks of a lane at its rows: no longer than the shortest of these, so that what
    /// comes due without a hint waits twice as long at most.
    var look: Duration {
        [gathering, overdue].filter { $0 > 0 }.map(Duration.seconds).reduce(min(Loop.slowLook, retry.first), min)
    }
}
