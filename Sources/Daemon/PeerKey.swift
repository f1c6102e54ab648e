import DICOMCore
import DICOMNetwork

/// One key of an entry of `peers`: its name in the file, and how a value is put into a `Peer`.
///
/// The table below is the only list of these keys: the file and `etc/thoraxd.yaml` are held to it.
package struct PeerKey: Sendable {
    /// Name in the entry.
    package let name: String
    /// Sets the value; returns what it should have been where it is none.
    let set: @Sendable (inout Peer, [String]) -> String?

    /// The keys without which an entry is none.
    package static let required = ["name", "ae_title"]

    package static let all: [PeerKey] = [
        one("name", "1 to 64 letters, digits, hyphens, underscores and full stops") { peer, text in
            let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || [0x2D, 0x2E, 0x5F].contains($0) }
            guard (1...64).contains(text.utf8.count), allowed else { return false }
            peer.name = text
            return true
        },
        one("ae_title", "1 to 16 printable characters") { peer, text in
            guard let title = AETitle(text) else { return false }
            peer.aeTitle = title
            return true
        },
        one("host", "a host name or an IPv4 address") { peer, text in
            let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || [0x2D, 0x2E, 0x5F].contains($0) }
            guard (1...253).contains(text.utf8.count), allowed else { return false }
            peer.host = text
            return true
        },
        one("port", "a number from 1 to 65535") { peer, text in
            guard let port = UInt16(text), port > 0 else { return false }
            peer.port = port
            return true
        },
        truth("tls", \.usesTLS),
        PeerKey(name: "addresses") { peer, values in
            let ranges = values.compactMap(AddressRange.init)
            guard ranges.count == values.count else { return "addresses such as 10.1.2.3, 10.1.0.0/16 or fd00::/8" }
            peer.addresses = ranges
            return nil
        },
        PeerKey(name: "permissions") { peer, values in
            let permissions = values.compactMap(Peer.Permission.init)
            guard permissions.count == values.count else { return Self.some(of: Peer.Permission.self) }
            peer.permissions = Set(permissions)
            return nil
        },
        one("maximum_associations", "a number from 1 to 1000") { peer, text in
            guard let limit = Int(text), (1...1000).contains(limit) else { return false }
            peer.associationLimit = limit
            return true
        },
        PeerKey(name: "deliver") { peer, values in
            let forms = values.compactMap(ReportForm.init)
            guard forms.count == values.count, Set(forms).count == forms.count else {
                return Self.some(of: ReportForm.self)
            }
            peer.forms = forms
            return nil
        },
        truth("request_commitment", \.requestsCommitment),
        truth("report_on_same_association", \.reportsOnSameAssociation),
    ]

    private static func some<Choice: RawRepresentable<String> & CaseIterable>(of: Choice.Type) -> String {
        "some of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), each once"
    }

    private static func one(
        _ name: String, _ expected: String, _ set: @escaping @Sendable (inout Peer, String) -> Bool
    ) -> PeerKey {
        PeerKey(name: name) { peer, values in values.count == 1 && set(&peer, values[0]) ? nil : expected }
    }

    private static func truth(
        _ name: String, _ path: any WritableKeyPath<Peer, Bool> & Sendable
    ) -> PeerKey {
        one(name, "true or false") { peer, text in
            guard let value = Bool(text) else { return false }
            peer[keyPath: path] = value
            return true
        }
    }
}

extension UInt8 {
    /// Of ASCII.
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
