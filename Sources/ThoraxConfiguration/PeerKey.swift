import DICOMCore
import DICOMNetwork
import Platform

/// One key of an entry of `peers`: its name in the file, what it is for, and how a value is put into a `Peer`.
///
/// `all` is the only list of these keys: the file, `etc/thoraxd.yaml` and the reference page are made from it.
package struct PeerKey: Sendable {
    /// Name in the entry.
    package let name: String
    /// The values it takes, as the end of "… must be".
    package let values: String
    /// Value in the example entry.
    let example: String
    /// What it is for, and what holds without it.
    package let description: String
    /// Sets the value; returns false for a value that the key does not accept.
    let set: @Sendable (inout Peer, [String]) -> Bool

    /// The keys that every entry must have.
    package static let required = ["name", "ae_title"]

    package static let all: [PeerKey] = [
        one(
            "name", "1 to 64 letters, digits, hyphens, underscores and full stops", "archive",
            "Yours to choose; logs and metrics say it."
        ) { peer, text in
            let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || [0x2D, 0x2E, 0x5F].contains($0) }
            guard (1...64).contains(text.utf8.count), allowed else { return false }
            peer.name = text
            return true
        },
        one(
            "ae_title", "1 to 16 printable characters", "ARCHIVE", "Its AE title, upper and lower case as it sends it."
        ) { peer, text in
            guard let title = AETitle(text) else { return false }
            peer.aeTitle = title
            return true
        },
        one(
            "host", "a host name or an IPv4 address", "archive.example",
            "Where it is called; without one it only calls."
        ) { peer, text in
            let allowed = text.utf8.allSatisfy { $0.isLetterOrDigit || [0x2D, 0x2E, 0x5F].contains($0) }
            guard (1...253).contains(text.utf8.count), allowed else { return false }
            peer.host = text
            return true
        },
        one("port", "a number from 1 to 65535", "104", "Its port; the default is 104.") { peer, text in
            guard let port = UInt16(text), port > 0 else { return false }
            peer.port = port
            return true
        },
        truth("tls", \.usesTLS, "true", "true: both ways over TLS only; the default is false."),
        PeerKey(
            name: "addresses", values: "addresses such as 10.1.2.3, 10.1.0.0/16 or fd00::/8",
            example: "[10.1.2.3, 10.1.4.0/24]", description: "Where it may call from; left out: from anywhere."
        ) { peer, values in
            let ranges = values.compactMap(AddressRange.init)
            guard ranges.count == values.count else { return false }
            peer.addresses = ranges
            return true
        },
        PeerKey(
            name: "certificate_names", values: "names of 1 to 253 printable characters", example: "[archive.example]",
            description: """
                Names of which its certificate must have one, as a DNS name or, if it has no DNS name, as its common \
                name; left out: any certificate of dicom.tls.authorities will do. Needs tls.
                """
        ) { peer, values in
            let isName: (String) -> Bool = { text in
                (1...253).contains(text.utf8.count)
                    && !text.unicodeScalars.contains { $0.properties.generalCategory == .control }
            }
            guard !values.isEmpty, values.allSatisfy(isName) else { return false }
            peer.certificateNames = values
            return true
        },
        PeerKey(
            name: "permissions", values: some(of: Peer.Permission.self), example: "[store, query, retrieve]",
            description: """
                What it may do here, these three unless told otherwise. commit, the fourth, answers storage commitment: \
                a modality that is told its images are kept for good may delete them, so list it only where this node \
                keeps them. sign, the fifth, lets a signed report that it sends back decide the draft, if its signer \
                is a user here; the peer needs addresses or tls, and store.
                """
        ) { peer, values in
            let permissions = values.compactMap(Peer.Permission.init)
            guard permissions.count == values.count else { return false }
            peer.permissions = Set(permissions)
            return true
        },
        one(
            "maximum_associations", "a number from 1 to 1000", "8", "Associations at one time; the default is 8."
        ) { peer, text in
            guard let limit = Int(text), (1...1000).contains(limit) else { return false }
            peer.associationLimit = limit
            return true
        },
        PeerKey(
            name: "deliver", values: some(of: ReportForm.self), example: "[basic-text-sr]",
            description: """
                The forms it is sent each draft in, and each signed report: \
                \(ReportForm.ofDrafts.map(\.rawValue).joined(separator: ", ")). A comprehensive-3d-sr is only a \
                draft. With rejection-note it is sent a Key Object Selection that marks the documents of a rejected \
                draft, for archives that act on it.
                """
        ) { peer, values in
            let forms = values.compactMap(ReportForm.init)
            guard forms.count == values.count, Set(forms).count == forms.count else { return false }
            peer.forms = forms
            return true
        },
        truth(
            "request_commitment", \.requestsCommitment, "false", "Ask it for storage commitment of what it was sent."),
        truth(
            "report_on_same_association", \.reportsOnSameAssociation, "false",
            "Answer its own storage commitment requests on its association while that is open."),
    ]

    /// The key that was most likely meant by `name`.
    static func nearest(to name: String) -> String? {
        all.map { ($0.name, editDistance(from: Array(name), to: Array($0.name))) }
            .filter { $0.1 <= 2 }.min { $0.1 < $1.1 }.map { "peers.\($0.0)" }
    }

    private static func some<Choice: RawRepresentable<String> & CaseIterable>(of: Choice.Type) -> String {
        "some of \(Choice.allCases.map(\.rawValue).joined(separator: ", ")), each once"
    }

    private static func one(
        _ name: String, _ values: String, _ example: String, _ description: String,
        _ set: @escaping @Sendable (inout Peer, String) -> Bool
    ) -> PeerKey {
        PeerKey(name: name, values: values, example: example, description: description) { peer, values in
            values.count == 1 && set(&peer, values[0])
        }
    }

    private static func truth(
        _ name: String, _ path: any WritableKeyPath<Peer, Bool> & Sendable, _ example: String, _ description: String
    ) -> PeerKey {
        one(name, "true or false", example, description) { peer, text in
            guard let value = Bool(text) else { return false }
            peer[keyPath: path] = value
            return true
        }
    }
}

extension UInt8 {
    /// Whether it is an ASCII letter or digit.
    fileprivate var isLetterOrDigit: Bool {
        (0x30...0x39).contains(self) || (0x41...0x5A).contains(self) || (0x61...0x7A).contains(self)
    }
}
