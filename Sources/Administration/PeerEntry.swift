package import DICOMCore
package import WorkListDatabase

/// The configuration entry that would make a caller a peer: lines of YAML that begin with `- name:`, not indented.
package struct PeerEntry: Sendable {
    package let yaml: String

    /// A peer may delete objects after commitment, so the operator must grant that permission by hand.
    private static let grantedByHand: Set = ["commit"]

    /// - Parameter time: shows when the caller called last.
    /// - Returns: nil if the caller's AE title is not valid for a peer.
    package init?(_ caller: Caller, time: (Caller) -> String) {
        guard let title = AETitle(caller.callingAETitle) else { return nil }
        let name = title.description.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        self.init(named: String(name), caller, title: title, time: time)
    }

    package init(named name: String, _ caller: Caller, title: AETitle, time: (Caller) -> String) {
        let permissions = caller.needed.filter { !Self.grantedByHand.contains($0) }.joined(separator: ", ")
        let more = caller.asked.count > 4 ? " and \(caller.asked.count - 4) more" : ""
        yaml = """
            # \(caller.implementation), called \(time(caller)), asked for \
            \(caller.asked.prefix(4).joined(separator: ", "))\(more)
            - name: \(name)
              ae_title: '\(title.description.replacing("'", with: "''"))'
              addresses: ["\(caller.address)"]
              permissions: [\(permissions)]
            """
    }
}
