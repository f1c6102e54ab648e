import DICOMNetwork
package import Platform
import Yams

/// A configuration file to whose list of peers an entry is added. Everything else, comments and line ends included, stays
/// as it is.
package struct PeerInsertion {
    /// The file's text with the entry.
    package let text: String
    /// The line of the file on which the entry begins, counted from 1.
    package let line: Int
    /// The configuration that the text gives.
    package let configuration: DaemonConfiguration

    /// - Parameters:
    ///   - entry: lines of YAML: comments, and an entry that begins with `- `, not indented, with a key on each line.
    ///   - path: the file, for the places in errors.
    /// - Throws: the first error of the configuration as it is or as it would be, or that its list of peers is written in a
    ///   way that cannot take an entry.
    package init(
        adding entry: String, to before: String, path: String, environment: [String: String]
    ) throws(ConfigurationError) {
        let old = ConfigurationReading(text: before, path: path, environment: environment)
        if let error = old.errors.first { throw error }
        var lines = FileLines(before)
        // It was read above, so it is YAML.
        let mapping = (try? Yams.compose(yaml: FileLines.withoutMark(before)))?.mapping
        guard let index = lines.addPeer(entry.split(whereSeparator: \.isNewline).map(String.init), to: mapping) else {
            throw .unusualPeers(path: path)
        }
        text = lines.text
        line = index + 1
        let new = ConfigurationReading(text: text, path: path, environment: environment)
        if case .notYAML? = new.errors.first { throw .unusualPeers(path: path) }
        if let error = new.errors.first { throw error }
        var expected = old.configuration
        expected.peers = new.configuration.peers
        guard new.configuration == expected, new.configuration.peers.count == old.configuration.peers.count + 1,
            new.configuration.peers.dropLast() == old.configuration.peers[...]
        else { throw .unusualPeers(path: path) }
        configuration = new.configuration
    }

    /// Writes the text in place of the file, whose owner and permissions it keeps.
    package func write(to path: String) throws(PlatformError) {
        try DurableFile.replace(path, with: text)
    }
}

extension ConfigurationError {
    fileprivate static func unusualPeers(path: String) -> ConfigurationError {
        .wrongValue(
            name: "peers", value: "written in an unusual way", at: path,
            expected: "a list with each entry on lines of its own, beginning with - name:")
    }
}
