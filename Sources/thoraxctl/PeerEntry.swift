import DICOMCore
import DICOMNetwork
import WorkListDatabase

/// The configuration entry that would make a caller a peer: lines of YAML that begin with `- name:`, not indented.
struct PeerEntry {
    let yaml: String

    /// - Returns: nil if the caller's AE title is not valid for a peer.
    init?(_ caller: Caller) {
        guard let title = AETitle(caller.callingAETitle) else { return nil }
        let name = title.description.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        self.init(named: String(name), [caller], title: title)
    }

    /// - Parameter callers: with this title; the peer may call from the address of each.
    init(named name: String, _ callers: [Caller], title: AETitle) {
        let latest = callers.max { $0.lastSeenAt < $1.lastSeenAt }
        // A peer may delete objects after commitment, so the operator must grant that permission by hand.
        let permissions = Peer.Permission.allCases.map(\.rawValue)
            .filter { name in name != Peer.Permission.commit.rawValue && callers.contains { $0.needed.contains(name) } }
        var lines: [String] = []
        if let latest {
            let more = latest.asked.count > 4 ? " and \(latest.asked.count - 4) more" : ""
            lines.append(
                """
                # \(latest.implementation), called \(describeAge(since: latest.lastSeenAt)) ago, asked for \
                \(latest.asked.prefix(4).joined(separator: ", "))\(more)
                """)
        }
        let addresses = callers.map { "\"\($0.address)\"" }.joined(separator: ", ")
        lines += [
            "- name: \(name)", "  ae_title: '\(title.description.replacing("'", with: "''"))'",
            "  addresses: [\(addresses)]", "  permissions: [\(permissions.joined(separator: ", "))]",
        ]
        yaml = lines.joined(separator: "\n")
    }
}
