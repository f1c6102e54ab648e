package import DICOMCore
internal import Synchronization

/// The peers the operator has named, and what becomes of others: one list that every association and C-MOVE asks, and
/// that can be exchanged for another while they run.
package final class PeerDirectory: Sendable {
    private struct State {
        var peers: [Peer]
        var unknown: UnknownPeers
    }

    private let state: Mutex<State>

    /// Names must be unique; the configuration sees to it.
    package init(_ peers: [Peer], unknown: UnknownPeers = .refuse) {
        state = Mutex(State(peers: peers, unknown: unknown))
    }

    package var peers: [Peer] { state.withLock { $0.peers } }

    /// What becomes of a caller that is none of them.
    package var unknown: UnknownPeers { state.withLock { $0.unknown } }

    /// Goes on with these from the next question on; who has been let in stays.
    package func replace(with peers: [Peer], unknown: UnknownPeers) {
        state.withLock { $0 = State(peers: peers, unknown: unknown) }
    }

    /// The peer of this name.
    package subscript(name: String) -> Peer? { peers.first { $0.name == name } }

    /// Who calls: the peer of this application entity title that may call from this numeric address.
    package func peer(calling title: AETitle, from address: String) -> Peer? {
        peers.first { peer in
            peer.aeTitle == title && (peer.addresses.isEmpty || peer.addresses.contains { $0.contains(address) })
        }
    }

    /// The peer of this application entity title that can be called, as the destination of a C-MOVE.
    package func destination(titled title: AETitle) -> Peer? { peers.first { $0.aeTitle == title && $0.host != nil } }
}
