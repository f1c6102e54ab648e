import DICOMCore
import DICOMNetwork
import Yams

extension DaemonConfiguration {
    /// Reads the list under `peers`: takes the valid entries and returns the errors of the others.
    mutating func readPeers(_ list: Node, at place: String, path: String) -> [ConfigurationError] {
        guard list.null == nil else { return [] }
        guard let entries = list.sequence else { return [.peersAreNoList(list, at: place)] }
        var errors: [ConfigurationError] = []
        for entry in entries {
            let place = "\(path) line \(entry.mark?.line ?? 0)"
            let (peer, wrong) = Self.peer(entry, at: place, path: path)
            errors += wrong
            guard wrong.isEmpty else { continue }
            do throws(ConfigurationError) {
                try check(peer, at: place)
                peers.append(peer)
            } catch {
                errors.append(error)
            }
        }
        return errors
    }

    /// The peer of an entry, and everything that is wrong with the entry.
    private static func peer(_ entry: Node, at place: String, path: String) -> (Peer, [ConfigurationError]) {
        var peer = Peer(name: "", aeTitle: AETitle.thoraxd)
        guard let mapping = entry.mapping else { return (peer, [.peersAreNoList(entry, at: place)]) }
        var errors = PeerKey.required.filter { mapping[$0] == nil }
            .map { ConfigurationError.missingKey(name: "peers.\($0)", at: place) }
        for (keyNode, value) in mapping {
            let name = keyNode.string ?? "?"
            let place = "\(path) line \(keyNode.mark?.line ?? 0)"
            guard let key = PeerKey.all.first(where: { $0.name == name }) else {
                errors.append(.unknownKey(name: "peers.\(name)", nearest: PeerKey.nearest(to: name), at: place))
                continue
            }
            let values = value.sequence.map { $0.map { $0.scalar?.string ?? "" } } ?? [value.scalar?.string ?? ""]
            if !key.set(&peer, values) {
                let value = values.joined(separator: ", ")
                errors.append(.wrongValue(name: "peers.\(name)", value: value, at: place, expected: key.values))
            }
        }
        return (peer, errors)
    }

    /// Checks a peer in itself and against the peers before it.
    private func check(_ peer: Peer, at place: String) throws(ConfigurationError) {
        if peers.contains(where: { $0.name == peer.name }) { throw .repeatedPeer(name: peer.name, at: place) }
        if let other = peers.first(where: { $0.aeTitle == peer.aeTitle && $0.sharesAddresses(with: peer) }) {
            throw .indistinctPeers(name: peer.name, other: other.name, at: place)
        }
        if !peer.certificateNames.isEmpty, !peer.usesTLS { throw .namesWithoutTLS(name: peer.name, at: place) }
        if peer.permissions.contains(.sign), peer.addresses.isEmpty, !peer.usesTLS {
            throw .unprovenSigner(name: peer.name, at: place)
        }
        guard peer.host == nil else { return }
        if !peer.forms.isEmpty { throw .missingHost(name: peer.name, key: "deliver", at: place) }
        if peer.requestsCommitment { throw .missingHost(name: peer.name, key: "request_commitment", at: place) }
    }
}

extension Peer {
    /// Whether both may call from one address.
    fileprivate func sharesAddresses(with other: Peer) -> Bool {
        addresses.isEmpty || other.addresses.isEmpty
            || addresses.contains { range in other.addresses.contains { $0.overlaps(range) } }
    }
}

extension ConfigurationError {
    fileprivate static func peersAreNoList(_ node: Node, at place: String) -> ConfigurationError {
        .wrongValue(
            name: "peers", value: node.scalar?.string ?? "not a list", at: place,
            expected: "a list, each entry beginning with - name:")
    }
}
