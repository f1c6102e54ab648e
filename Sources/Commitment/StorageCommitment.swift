package import DICOMNetwork
package import Logging
package import Platform
import Synchronization
package import WorkListDatabase

/// Storage commitment beyond the association on which it is asked for: reports to the peers that asked, and requests to
/// those that were delivered to. One lane for each peer.
package final class StorageCommitment: Sendable {
    private let lanes: Lanes
    private let current: Mutex<[CommitmentLane]>
    private let makeLane: @Sendable (Peer) -> CommitmentLane
    private let workList: WorkListStore
    private let logger: Logger

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

    /// Of the loop that begins lanes.
    package var heartbeat: Heartbeat { lanes.heartbeat }

    /// Reports and asks until `stop()`: blocks its thread, which must be an owned one. Returns within two seconds of the
    /// stop, whatever the peers do; what a lane has not finished is done again after the next start.
    package func run() throws { try lanes.run() }

    /// Ends `run`, from any thread.
    package func stop() { lanes.stop() }

    /// Goes on with these peers: one that is as before is not disturbed, one that has changed or gone ends after the
    /// transaction in progress.
    package func change(to peers: [Peer]) {
        current.withLock { current in
            current = Self.partners(among: peers).map { peer in
                current.first { $0.peer == peer } ?? makeLane(peer)
            }
            lanes.replace(with: current)
        }
    }

    /// Whether every lane of former peers has ended.
    package var hasSettled: Bool { lanes.hasOnly(current.withLock { $0 }) }

    /// Gives up what is for peers that cannot be called for it any more. Blocks.
    package func giveUpOthers() throws {
        let peers = current.withLock { $0.map(\.peer) }
        let asking = peers.filter { $0.permissions.contains(.commit) }
        let asked = peers.filter(\.requestsCommitment)
        for (direction, peers) in [(CommitmentTransaction.Direction.incoming, asking), (.outgoing, asked)] {
            let gone = try workList.failCommitments(
                direction, forOthersThan: Set(peers.map(\.name)),
                reason: "the configuration has no such peer for storage commitment any more")
            for (name, count) in gone.sorted(by: { $0.key < $1.key }) {
                logger.error(
                    "storage commitment given up: the configuration has no such peer for it",
                    metadata: ["peer": "\(name)", "direction": "\(direction.rawValue)", "count": "\(count)"])
            }
        }
    }

    /// Those that can be called and that ask, or are asked.
    private static func partners(among peers: [Peer]) -> [Peer] {
        peers.filter { $0.host != nil && ($0.permissions.contains(.commit) || $0.requestsCommitment) }
    }
}

extension AwaitedRows {
    /// Requests for storage commitment, by a peer or to one.
    fileprivate static let toCommit = AwaitedRows(of: ["commitment"])
}
