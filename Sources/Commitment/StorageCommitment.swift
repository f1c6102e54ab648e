package import DICOMNetwork
package import Logging
package import Platform
import Synchronization
package import WorkListDatabase

/// Storage commitment on associations that this node opens: reports to the peers that requested it, and requests to the
/// peers that objects were delivered to. Each peer has its own lane.
package final class StorageCommitment: Sendable {
    private let lanes: Lanes
    private let current: Mutex<[CommitmentLane]>
    private let makeLane: @Sendable (Peer) -> CommitmentLane
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
        makeLane = {
            CommitmentLane(with: $0, requestor: requestor, workList: workList, pauses: pauses, logger: logger)
        }
        let first = Self.partners(among: peers).map(makeLane)
        current = Mutex(first)
        lanes = Lanes("commitment", first)
        try giveUpOthers()
        workList.whenRowsCome(.toCommit) { [weak lanes] in lanes?.wake() }
    }

    /// Heartbeat of the loop that starts lanes.
    package var heartbeat: Heartbeat { lanes.heartbeat }

    /// Sends reports and requests until `stop()`. Blocks its thread, which must be an owned one. Returns within two
    /// seconds of the stop, whatever the peers do; unfinished work is repeated after the next start.
    package func run() throws { try lanes.run() }

    /// Ends `run`; callable from any thread.
    package func stop() { lanes.stop() }

    /// Applies a new list of peers. The lane of an unchanged peer keeps running; the lane of a changed or removed one
    /// ends after the current transaction.
    package func change(to peers: [Peer]) {
        current.withLock { current in
            current = Self.partners(among: peers).map { peer in
                current.first { $0.peer == peer } ?? makeLane(peer)
            }
            lanes.replace(with: current)
        }
    }

    /// Whether every lane of a removed or changed peer has ended.
    package var hasSettled: Bool { lanes.hasOnly(current.withLock { $0 }) }

    /// Gives up transactions with peers that are no longer configured for storage commitment. Blocks.
    package func giveUpOthers() throws {
        let peers = current.withLock { $0.map(\.peer) }
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

    /// Peers that have a host and that request commitment or are asked for it.
    private static func partners(among peers: [Peer]) -> [Peer] {
        peers.filter { $0.host != nil && ($0.permissions.contains(.commit) || $0.requestsCommitment) }
    }
}

extension AwaitedRows {
    /// New transactions of storage commitment in either direction.
    fileprivate static let toCommit = AwaitedRows(of: ["commitment"])
}
