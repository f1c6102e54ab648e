package import DICOMCore
internal import Synchronization

/// The configured peers, and the policy for unknown callers. Every association and C-MOVE consults this list, which can
/// be replaced at run time.
package final class PeerDirectory: Sendable {
    private struct State {
        var peers: [Peer]
        var unknown: UnknownPeers
    }

    private let state: Mutex<State>

    /// Names must be unique; the configuration ensures that.
    package init(_ peers: [Peer], unknown: UnknownPeers = .refuse) {
        state = Mutex(State(peers: peers, unknown: unknown))
    }

    package var peers: [Peer] { state.withLock { $0.peers } }

    /// What to do with a caller that is not in the list.
    package var unknown: UnknownPeers { state.withLock { $0.unknown } }

    /// Replaces the list for all further look-ups; open associations are not affected.
    package func replace(with peers: [Peer], unknown: UnknownPeers) {
        state.withLock { $0 = State(peers: peers, unknown: unknown) }
    }

    /// The peer with this name.
    package subscript(name: String) -> Peer? { peers.first { $0.name == name } }

    /// The peer with this AE title that may connect from this numeric address.
    package func peer(calling title: AETitle, from address: String) -> Peer? {
        peers.first { peer in
            peer.aeTitle == title && (peer.addresses.isEmpty || peer.addresses.contains { $0.contains(address) })
        }
    }

    /// The peer with this AE title that we can connect to, as the destination of a C-MOVE.
    package func destination(titled title: AETitle) -> Peer? { peers.first { $0.aeTitle == title && $0.host != nil } }
}
