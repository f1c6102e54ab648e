package import DICOMCore

/// The peers the operator has named.
package struct PeerDirectory: Sendable {
    package let peers: [Peer]

    /// Names must be unique; the configuration sees to it.
    package init(_ peers: [Peer]) { self.peers = peers }

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
