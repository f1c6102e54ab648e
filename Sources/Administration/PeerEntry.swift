package import DICOMCore
package import WorkListDatabase

/// The configuration entry that would make a caller a peer: lines of YAML that begin with `- name:`, not indented.
package struct PeerEntry: Sendable {
    package let yaml: String
    package let name: String
    /// Whether its permissions are empty, because the caller has only asked for verification, as C-ECHO does.
    package let needsPermissions: Bool

    /// A peer may delete objects after commitment, so the operator must grant that permission by hand.
    private static let grantedByHand: Set = ["commit"]

    /// - Parameters:
    ///   - names: those that the entry must not have, as other peers have them.
    ///   - time: shows when the caller called last.
    /// - Returns: nil if the caller's AE title is not valid for a peer.
    package init?(_ caller: Caller, besides names: Set<String> = [], time: (Caller) -> String) {
        guard let title = AETitle(caller.callingAETitle) else { return nil }
        let letters = title.description.lowercased().map { $0.isASCII && ($0.isLetter || $0.isNumber) ? $0 : "-" }
        let words = String(letters).split(separator: "-", omittingEmptySubsequences: true)
        let name = words.isEmpty ? "peer" : words.joined(separator: "-")
        let free = (2...).lazy.map { "\(name)-\($0)" }.first { !names.contains($0) }
        self.init(named: names.contains(name) ? free ?? name : name, caller, title: title, time: time)
    }

    /// The entries of callers that can be peers, each with a name of its own, so that all of them can be pasted.
    ///
    /// - Parameter names: those of the configured peers.
    package static func entries(
        of callers: [Caller], besides names: Set<String>, time: (Caller) -> String
    ) -> [PeerEntry] {
        var names = names
        return callers.compactMap { caller in
            let entry = PeerEntry(caller, besides: names, time: time)
            if let entry { names.insert(entry.name) }
            return entry
        }
    }

    package init(named name: String, _ caller: Caller, title: AETitle, time: (Caller) -> String) {
        let needed = caller.needed.filter { !Self.grantedByHand.contains($0) }
        needsPermissions = needed.isEmpty
        self.name = name
        // A name that is not allowed must reach the error that says so.
        let isPlain = name.wholeMatch(of: /[A-Za-z0-9][A-Za-z0-9._-]*/) != nil
        let more = caller.asked.count > 4 ? " and \(caller.asked.count - 4) more" : ""
        let advice = needed.isEmpty ? "# it has not asked to do anything yet: list what it may do in permissions\n" : ""
        yaml =
            """
            # \(caller.implementation), called \(time(caller)), asked for \
            \(caller.asked.prefix(4).joined(separator: ", "))\(more)
            \(advice)- name: \(isPlain ? name : Self.quoted(name))
              ae_title: \(Self.quoted(title.description))
              addresses: ["\(caller.address)"]
              permissions: [\(needed.joined(separator: ", "))]
            """
    }

    private static func quoted(_ text: String) -> String { "'" + text.replacing("'", with: "''") + "'" }
}
