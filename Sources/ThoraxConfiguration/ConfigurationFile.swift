/// `etc/thoraxd.yaml`: every key with its default and what it is for, made from the tables.
package enum ConfigurationFile {
    private static let width = 120

    package static var text: String {
        var lines = comment(
            """
            thoraxd: every key, with its default. A key left out keeps it; an unknown key is an error. The environment \
            overrides this file: THORAXD_DICOM_PORT=104, lists as THORAXD_ELIGIBILITY_VIEWS=AP,PA.
            """, indent: "")
        lines.append("")
        let defaults = DaemonConfiguration()
        var section: [Substring] = []
        for key in ConfigurationKey.all {
            let path = key.name.split(separator: ".")
            let parents = Array(path.dropLast())
            if parents != section {
                if parents.first != section.first { lines.append("") }
                for depth in parents.indices where !section.starts(with: parents[...depth]) {
                    let indent = String(repeating: "  ", count: depth)
                    lines += comment(
                        ConfigurationKey.sections[parents[...depth].joined(separator: ".")], indent: indent)
                    lines.append("\(indent)\(parents[depth]):")
                }
                section = parents
            }
            let indent = String(repeating: "  ", count: parents.count)
            lines += comment(key.description, indent: indent)
            lines.append("\(indent)\(path[path.count - 1]): \(key.value(defaults))")
        }
        lines.append("")
        lines += peers
        return lines.joined(separator: "\n") + "\n"
    }

    /// The list of peers: empty, so that entries can be pasted below, under an example of an entry.
    private static var peers: [String] {
        var lines = comment(
            """
            The DICOM nodes this one knows: who may call, and who is called. An entry with every key:
            """, indent: "")
        for (index, key) in PeerKey.all.enumerated() {
            let entry = (index == 0 ? "  - " : "    ") + "\(key.name): \(key.example)"
            let words = wrapped(key.description, width: width - 46)
            for (number, part) in words.enumerated() {
                let left = number == 0 ? entry : ""
                lines.append("# " + left + String(repeating: " ", count: 42 - left.count) + "# " + part)
            }
        }
        return lines + ["peers:"]
    }

    private static func comment(_ text: String?, indent: String) -> [String] {
        guard let text else { return [] }
        return wrapped(text, width: width - indent.count - 2).map { "\(indent)# \($0)" }
    }

    /// The words of a text in lines of at most this many characters.
    private static func wrapped(_ text: String, width: Int) -> [String] {
        text.split(whereSeparator: \.isWhitespace).reduce(into: []) { lines, word in
            if let last = lines.last, last.count + 1 + word.count <= width {
                lines[lines.count - 1] = "\(last) \(word)"
            } else {
                lines.append(String(word))
            }
        }
    }
}
