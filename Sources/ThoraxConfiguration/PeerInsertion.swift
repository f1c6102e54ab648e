import DICOMNetwork
package import Platform
import Yams

/// A configuration file to whose list of peers an entry is added. Everything else, comments included, stays as it is.
package struct PeerInsertion {
    /// The file's text with the entry.
    package let text: String
    /// The line of the file on which the entry begins, counted from 1.
    package let line: Int
    /// The configuration that the text gives.
    package let configuration: DaemonConfiguration

    /// - Parameters:
    ///   - entry: lines of YAML that begin with `- `, not indented.
    ///   - path: the file, for the places in errors.
    /// - Throws: the first error of the configuration as it is or as it would be, or that its list of peers is not one
    ///   that has an entry on each line.
    package init(
        adding entry: String, to before: String, path: String, environment: [String: String]
    ) throws(ConfigurationError) {
        let old = ConfigurationReading(text: before, path: path, environment: environment)
        if let error = old.errors.first { throw error }
        var lines = before.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        if lines.last?.isEmpty == true { lines.removeLast() }
        // It was read above, so it is YAML.
        let place = try Place(in: &lines, root: try? Yams.compose(yaml: before), path: path)
        lines.insert(
            contentsOf: entry.split(separator: "\n").map { place.indent + $0 }, at: place.index)
        text = lines.joined(separator: "\n") + "\n"
        line = place.index + 1
        let new = ConfigurationReading(text: text, path: path, environment: environment)
        if let error = new.errors.first { throw error }
        var expected = old.configuration
        expected.peers = new.configuration.peers
        guard new.configuration == expected, new.configuration.peers.dropLast() == old.configuration.peers[...] else {
            throw Place.unusual(path: path)
        }
        configuration = new.configuration
    }

    /// Writes the text in place of the file, whose owner and permissions it keeps.
    package func write(to path: String) throws(PlatformError) {
        try DurableFile.replace(path, with: text)
    }
}

/// Where the entry of a new peer begins, as an index of a line, and how far it is indented.
private struct Place {
    let index: Int
    let indent: String

    static func unusual(path: String) -> ConfigurationError {
        .wrongValue(
            name: "peers", value: "written on one line or in another unusual way", at: path,
            expected: "a list with each entry on lines of its own, beginning with - name:")
    }

    /// Adds the key `peers` where it is missing, and takes the brackets off an empty list.
    init(in lines: inout [String], root: Node?, path: String) throws(ConfigurationError) {
        guard let mapping = root?.mapping, let key = mapping.keys.first(where: { $0.string == "peers" }),
            let list = mapping["peers"], let keyLine = key.mark?.line
        else {
            lines += ["", "peers:"]
            index = lines.count
            indent = "  "
            return
        }
        if list.null != nil || list.sequence?.isEmpty == true {
            guard let found = lines[keyLine - 1].firstMatch(of: /^peers:\s*(?:\[\s*\]|~|null)?\s*(#.*)?$/) else {
                throw Self.unusual(path: path)
            }
            lines[keyLine - 1] = "peers:" + (found.output.1.map { " \($0)" } ?? "")
            index = keyLine
            indent = "  "
            return
        }
        guard let style = list.sequence?.style, style != .flow,
            let first = lines[keyLine...].first(where: { $0.drop { $0 == " " }.hasPrefix("-") })
        else { throw Self.unusual(path: path) }
        indent = String(first.prefix { $0 == " " })
        let next = mapping.keys.compactMap { $0.mark?.line }.filter { $0 > keyLine }.min() ?? lines.count + 1
        // Blank lines and comments before the next key belong to that key.
        var end = next - 1
        while end > keyLine, lines[end - 1].isEmpty || lines[end - 1].hasPrefix("#") { end -= 1 }
        index = end
    }
}
