/// What is wrong with the configuration, and where.
package enum ConfigurationError: Error, Equatable, CustomStringConvertible {
    case unreadable(path: String, reason: String)
    case notYAML(path: String, reason: String)
    case unknownKey(name: String, at: String)
    case wrongValue(name: String, at: String, expected: String)

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "configuration \(path) cannot be read: \(reason)"
        case .notYAML(let path, let reason): "configuration \(path) is not YAML: \(reason)"
        case .unknownKey(let name, let place): "\(place): there is no key \(name)"
        case .wrongValue(let name, let place, let expected): "\(place): \(name) must be \(expected)"
        }
    }

    package var hint: String {
        switch self {
        case .unreadable: "name a file that the daemon's user can read with --config"
        case .notYAML: "indent with spaces and write key: value"
        case .unknownKey: "etc/thoraxd.yaml shows every key"
        case .wrongValue: "etc/thoraxd.yaml shows every key with its default and unit"
        }
    }
}
