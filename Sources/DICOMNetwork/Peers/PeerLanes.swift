package import Platform
import Synchronization

/// One lane per peer of a kind: the lane of an unchanged peer keeps running when the list of peers changes.
package final class PeerLanes: Sendable {
    private let lanes: Lanes
    private let current: Mutex<[(peer: Peer, lane: any Lane)]>
    private let isPartner: @Sendable (Peer) -> Bool
    private let makeLane: @Sendable (Peer) -> any Lane

    /// - Parameters:
    ///   - name: what the lanes do, for the log.
    ///   - peers: every configured peer.
    ///   - isPartner: whether a peer gets a lane.
    package init(
        _ name: String, among peers: [Peer], where isPartner: @escaping @Sendable (Peer) -> Bool,
        makeLane: @escaping @Sendable (Peer) -> any Lane
    ) {
        self.isPartner = isPartner
        self.makeLane = makeLane
        let first = peers.filter(isPartner).map { (peer: $0, lane: makeLane($0)) }
        current = Mutex(first)
        lanes = Lanes(name, first.map(\.lane))
    }

    /// The peers that have a lane.
    package var peers: [Peer] { current.withLock { $0.map(\.peer) } }

    /// Heartbeat of the loop that starts lanes.
    package var heartbeat: Heartbeat { lanes.heartbeat }

    /// Names of the running lanes that have made no progress for longer than this.
    package func silent(for limit: Duration) -> [String] { lanes.silent(for: limit) }

    /// Runs the lanes until `stop()`. Blocks its thread, which must be an owned one. Returns within two seconds of the
    /// stop, whatever the peers do; the rows record unfinished work.
    package func run() { lanes.run() }

    /// Ends `run`; callable from any thread.
    package func stop() { lanes.stop() }

    /// Makes every lane check for work now; callable from any thread.
    package func wake() { lanes.wake() }

    /// Applies a new list of peers: the lane of a changed or removed peer ends after its current work.
    package func change(to peers: [Peer]) {
        current.withLock { current in
            current = peers.filter(isPartner).map { peer in
                current.first { $0.peer == peer } ?? (peer: peer, lane: makeLane(peer))
            }
            lanes.replace(with: current.map(\.lane))
        }
    }

    /// Whether every lane of a changed or removed peer has ended.
    package var hasSettled: Bool { lanes.hasOnly(current.withLock { $0.map(\.lane) }) }
}
