package import DICOMNetwork
package import Logging
package import WorkListDatabase

/// Storage commitment on associations that this node opens: reports to the peers that requested it, and requests to the
/// peers that objects were delivered to. Each peer has its own lane.
package final class StorageCommitment: Sendable {
    /// The lanes of peers that have a host and that request commitment or are asked for it. Work in progress when they
    /// stop is repeated after the next start.
    package let lanes: PeerLanes
    private let workList: WorkListStore
    private let logger: Logger

    /// Requeues reports that an earlier daemon left in progress, and gives up transactions with peers that are no
    /// longer configured for storage commitment.
    ///
    /// - Parameters:
    ///   - peers: every configured peer.
    ///   - requestor: opens the associations; reports are sent under the AE title that the peer called.
    package init(
        with peers: [Peer], requestor: AssociationRequestor, workList: WorkListStore,
        pauses: CommitmentPauses = CommitmentPauses(), logger: Logger
    ) throws {
        try workList.returnCommitmentClaims()
        self.workList = workList
        self.logger = logger
        lanes = PeerLanes(
            "commitment", among: peers,
            where: { $0.host != nil && ($0.permissions.contains(.commit) || $0.requestsCommitment) }
        ) {
            CommitmentLane(with: $0, requestor: requestor, workList: workList, pauses: pauses, logger: logger)
        }
        try giveUpOthers()
        workList.whenRowsCome(.toCommit) { [weak lanes] in lanes?.wake() }
    }

    /// Gives up transactions with peers that are no longer configured for storage commitment. Blocks.
    package func giveUpOthers() throws {
        let peers = lanes.peers
        let asking = peers.filter { $0.permissions.contains(.commit) }
        let asked = peers.filter(\.requestsCommitment)
        for (direction, peers) in [(CommitmentTransaction.Direction.incoming, asking), (.outgoing, asked)] {
            let gone = try workList.failCommitments(
                direction, forOthersThan: Set(peers.map(\.name)),
                reason: "the peer is no longer configured for storage commitment")
            for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
                logger.error(
                    "storage commitment given up: the peer is no longer configured for it",
                    metadata: ["peer": "\(name)", "direction": "\(direction.rawValue)", "count": "\(count)"])
            }
        }
    }
}

extension AwaitedRows {
    /// New transactions of storage commitment in either direction.
    fileprivate static let toCommit = AwaitedRows(of: ["commitment"])
}
