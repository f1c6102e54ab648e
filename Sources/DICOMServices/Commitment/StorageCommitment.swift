package import DICOMNetwork
package import Logging
import Platform
package import WorkList

/// Storage commitment beyond the association on which it is asked for: reports to the peers that asked, and requests to
/// those that were delivered to. One lane for each peer.
package final class StorageCommitment: Sendable {
    private let lanes: Lanes

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
        lanes = Lanes(
            callable.filter { asking.contains($0) || asked.contains($0) }.map {
                CommitmentLane(with: $0, requestor: requestor, workList: workList, pauses: pauses, logger: logger)
            })
    }

    /// Reports and asks until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the
    /// stop, whatever the peers do; what a lane has not finished is done again after the next start.
    package func run() throws { try lanes.run() }

    /// Ends `run`, from any thread.
    package func stop() { lanes.stop() }
}
