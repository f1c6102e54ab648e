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
        self.init(named: String(name), caller, title: title)
    }

    init(named name: String, _ caller: Caller, title: AETitle) {
        // A peer may delete objects after commitment, so the operator must grant that permission by hand.
        let permissions = caller.needed.filter { $0 != Peer.Permission.commit.rawValue }.joined(separator: ", ")
        let more = caller.asked.count > 4 ? " and \(caller.asked.count - 4) more" : ""
        yaml = """
            # \(caller.implementation), called \(describeTime(caller.lastSeenAt)), asked for \
            \(caller.asked.prefix(4).joined(separator: ", "))\(more)
            - name: \(name)
              ae_title: '\(title.description.replacing("'", with: "''"))'
              addresses: ["\(caller.address)"]
              permissions: [\(permissions)]
            """
    }
}
