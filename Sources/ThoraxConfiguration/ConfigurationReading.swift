import Foundation
import Platform
import Yams

/// A configuration as it was read, and every error in it.
package struct ConfigurationReading: Sendable {
    /// The defaults, overridden by every value that could be read.
    package private(set) var configuration = DaemonConfiguration()
    /// In the order of the file, then of the environment.
    package private(set) var errors: [ConfigurationError] = []
    /// Names of the keys that the file or the environment set.
    package private(set) var keysSet: Set<String> = []
    private let path: String?

    /// - Parameter path: nil reads no file.
    package init(file path: String?, environment: [String: String]) {
        self.path = path
        if let path { note { reading throws(ConfigurationError) in try reading.readFile(path) } }
        finish(environment)
    }

    /// Reads a text as if it were the file at `path`.
    package init(text: String, path: String, environment: [String: String]) {
        self.path = path
        note { reading throws(ConfigurationError) in try reading.read(text, path: path) }
        finish(environment)
    }

    /// Uses another state directory, whatever the file names.
    package mutating func use(stateDirectory: String) { configuration.stateDirectory = stateDirectory }

    private mutating func finish(_ environment: [String: String]) {
        readEnvironment(environment)
        guard errors.isEmpty else { return }
        note { reading throws(ConfigurationError) in try reading.configuration.checkPorts() }
        note { reading throws(ConfigurationError) in try reading.configuration.checkSyslog() }
        note { reading throws(ConfigurationError) in try reading.configuration.checkRetention() }
    }

    private mutating func readFile(_ path: String) throws(ConfigurationError) {
        let text = try Self.text(of: path)
        configuration.source.text = text
        try read(text, path: path)
    }

    /// The text of a configuration file.
    package static func text(of path: String) throws(ConfigurationError) -> String {
        do {
            return try String(contentsOf: URL(filePath: path), encoding: .utf8)
        } catch {
            throw .unreadable(path: path, reason: "\(error.localizedDescription)")
        }
    }

    private mutating func read(_ text: String, path: String) throws(ConfigurationError) {
        let root: Node?
        do {
            root = try Yams.compose(yaml: FileLines.withoutMark(text))
        } catch {
            throw .notYAML(error, path: path, text: text)
        }
        if let root, root.null == nil { try read(root, prefix: "", path: path) }
    }

    private mutating func read(_ node: Node, prefix: String, path: String) throws(ConfigurationError) {
        guard case .mapping(let mapping) = node else {
            throw .notYAML(at: path, reason: "it has no keys", hint: ConfigurationError.ofSyntax)
        }
        for (keyNode, value) in mapping {
            let name = prefix + (keyNode.string ?? "?")
            let place = "\(path) line \(keyNode.mark?.line ?? 0)"
            if name == "peers" {
                keysSet.insert(name)
                configuration.peers = []
                errors += configuration.readPeers(value, at: place, path: path)
            } else if ConfigurationKey.isSection(name), value.null != nil || value.mapping != nil {
                // A section whose keys are all comments is empty.
                if value.mapping != nil { try read(value, prefix: name + ".", path: path) }
            } else if ConfigurationKey.isSection(name) {
                let value = value.scalar?.string ?? "a list"
                errors.append(
                    .wrongValue(
                        name: name, value: value, at: place, expected: "a section: keys on the lines below it, indented"
                    ))
            } else if let key = ConfigurationKey.all.first(where: { $0.name == name }) {
                let values = value.sequence.map { $0.compactMap(\.scalar?.string) } ?? [value.scalar?.string ?? ""]
                set(key, values, at: place)
            } else {
                errors.append(.unknownKey(name: name, nearest: ConfigurationKey.nearest(to: name), at: place))
            }
        }
    }

    private mutating func readEnvironment(_ environment: [String: String]) {
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) where variable.hasPrefix("THORAXD_") {
            let place = "environment variable \(variable)"
            if let key = ConfigurationKey.all.first(where: { $0.environmentVariable == variable }) {
                set(key, value.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }, at: place)
            } else if let key = ConfigurationKey.all.first(where: { $0.isMeant(by: variable) }) {
                errors.append(.unknownKey(name: variable, nearest: key.environmentVariable, at: place))
            }
        }
    }

    private mutating func set(_ key: ConfigurationKey, _ values: [String], at place: String) {
        keysSet.insert(key.name)
        if !key.set(&configuration, values) {
            let value = values.joined(separator: ", ")
            errors.append(.wrongValue(name: key.name, value: value, at: place, expected: key.values))
        }
    }

    private mutating func note(_ body: (inout ConfigurationReading) throws(ConfigurationError) -> Void) {
        do throws(ConfigurationError) { try body(&self) } catch { errors.append(error) }
    }
}

extension ConfigurationKey {
    /// Whether keys are named `name.…`.
    static func isSection(_ name: String) -> Bool { all.contains { $0.name.hasPrefix(name + ".") } }

    /// The key that was most likely meant by `name`.
    static func nearest(to name: String) -> String? {
        let distances = all.map { ($0.name, editDistance(from: Array(name), to: Array($0.name))) }
        let last = name.split(separator: ".").last
        // If several keys only lack their section, the first in the file is meant.
        return distances.filter { $0.1 <= 2 || $0.0.split(separator: ".").last == last }
            .min { min($0.1, 3) < min($1.1, 3) }?.0
    }

    /// Whether an environment variable is this key's with a typing mistake.
    fileprivate func isMeant(by variable: String) -> Bool {
        editDistance(from: Array(variable), to: Array(environmentVariable)) <= 2
    }
}
