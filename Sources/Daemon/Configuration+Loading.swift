import Foundation
import Yams

extension Configuration {
    /// Reads the file, then the environment: flags override the environment, the environment overrides the file, the
    /// file overrides the defaults.
    ///
    /// - Parameter path: nil reads no file.
    package init(file path: String?, environment: [String: String]) throws(ConfigurationError) {
        self.init()
        if let path { try readFile(path) }
        try readEnvironment(environment)
        try checkPorts()
    }

    private mutating func readFile(_ path: String) throws(ConfigurationError) {
        let text: String
        do {
            text = try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw .unreadable(path: path, reason: "\(error.localizedDescription)")
        }
        let root: Node?
        do {
            root = try Yams.compose(yaml: text)
        } catch {
            throw .notYAML(path: path, reason: "\(error)")
        }
        if let root, root.null == nil { try read(root, prefix: "", path: path) }
    }

    private mutating func read(_ node: Node, prefix: String, path: String) throws(ConfigurationError) {
        guard case .mapping(let mapping) = node else { throw .notYAML(path: path, reason: "no keys") }
        for (keyNode, value) in mapping {
            let name = prefix + (keyNode.string ?? "?")
            let place = "\(path) line \(keyNode.mark?.line ?? 0)"
            if name == "peers" {
                try readPeers(value, at: place, path: path)
                continue
            }
            if case .mapping = value {
                guard ConfigurationKey.all.contains(where: { $0.name.hasPrefix(name + ".") }) else {
                    throw .unknownKey(name: name, at: place)
                }
                try read(value, prefix: name + ".", path: path)
                continue
            }
            guard let key = ConfigurationKey.all.first(where: { $0.name == name }) else {
                throw .unknownKey(name: name, at: place)
            }
            let values = value.sequence.map { $0.compactMap(\.scalar?.string) } ?? [value.scalar?.string ?? ""]
            try set(key, values, at: place)
        }
    }

    private mutating func readEnvironment(_ environment: [String: String]) throws(ConfigurationError) {
        for key in ConfigurationKey.all {
            guard let value = environment[key.environmentVariable] else { continue }
            let values = value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            try set(key, values, at: "environment variable \(key.environmentVariable)")
        }
    }

    private mutating func set(
        _ key: ConfigurationKey, _ values: [String], at place: String
    ) throws(ConfigurationError) {
        if let expected = key.set(&self, values) { throw .wrongValue(name: key.name, at: place, expected: expected) }
    }
}
