package import DICOMNetwork
import FoundationEssentials
import Glibc
package import Logging
import Platform
import Synchronization
package import WorkList

/// Storage commitment beyond the association on which it is asked for: reports to the peers that asked, and requests to
/// those that were delivered to. One lane for each peer.
package final class StorageCommitment: Sendable {
    private let lanes: [CommitmentLane]
    private let isStopping = Atomic(false)

    /// How long a stop waits for lanes. What one of them has not finished is done again after the next start.
    private static let grace = Duration.milliseconds(1500)

    /// Puts what a former daemon was reporting back in line, and gives up what is for peers that cannot be called any
    /// more.
    ///
    /// - Parameters:
    ///   - peers: every configured peer.
    ///   - requestor: opens the associations; reports go out under the title that the peer called.
    package init(
        with peers: [Peer], requestor: AssociationRequestor, workList: WorkListStore,
        pauses: CommitmentPauses = CommitmentPauses(), logger: Logger
    ) throws {
        let callable = peers.filter { $0.host != nil }
        let asking = callable.filter { $0.permissions.contains(.commit) }
        let asked = callable.filter(\.requestsCommitment)
        try workList.returnCommitmentClaims()
        for (direction, peers) in [(Commitment.Direction.incoming, asking), (.outgoing, asked)] {
            let gone = try workList.failCommitments(
                direction, forOthersThan: Set(peers.map(\.name)),
                reason: "the configuration has no such peer for storage commitment any more")
            for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
                logger.error(
                    "storage commitment given up: the configuration has no such peer for it",
                    metadata: ["peer": "\(name)", "direction": "\(direction.rawValue)", "count": "\(count)"])
            }
        }
        lanes = callable.filter { asking.contains($0) || asked.contains($0) }.map {
            CommitmentLane(
                with: $0, requestor: requestor, workList: workList, pauses: pauses, logger: logger)
        }
    }

    /// Reports and asks until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the
    /// stop, whatever the peers do.
    package func run() throws {
        for lane in lanes { try OwnedThread.start(name: "commit \(lane.peer.name)") { lane.run() } }
        while !isStopping.load(ordering: .relaxed) { usleep(20_000) }
        let end = ContinuousClock.now + Self.grace
        while !lanes.allSatisfy(\.hasEnded), ContinuousClock.now < end { usleep(20_000) }
    }

    /// Ends `run`, from any thread.
    package func stop() {
        for lane in lanes { lane.stop() }
        isStopping.store(true, ordering: .relaxed)
    }
}
