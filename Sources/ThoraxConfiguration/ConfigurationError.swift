package import OperatorErrors

/// What is wrong with the configuration, and where.
package enum ConfigurationError: OperatorError, Equatable {
    case unreadable(path: String, reason: String)
    /// `at` is the file and, where the parser gives it, the line.
    case notYAML(at: String, reason: String, hint: String)
    /// `nearest` is a similar key, if any.
    case unknownKey(name: String, nearest: String?, at: String)
    /// `value` is what the file or the environment has.
    case wrongValue(name: String, value: String, at: String, expected: String)
    case missingKey(name: String, at: String)
    case repeatedPeer(name: String, at: String)
    /// Two peers that the same association would match.
    case indistinctPeers(name: String, other: String, at: String)
    /// A peer without a host, with a key that needs one.
    case missingHost(name: String, key: String, at: String)
    /// A peer that may sign reports but has neither addresses nor TLS, so that any caller could use its title.
    case unprovenSigner(name: String, at: String)
    /// A peer with certificate names that need not use TLS.
    case namesWithoutTLS(name: String, at: String)
    /// A peer with certificate names, while the node does not request client certificates.
    case anonymousPeer(name: String, need: String)
    /// A key that another key needs is missing.
    case missingNeed(name: String, for: String)
    case noPort

    package var description: String {
        switch self {
        case .unreadable(let path, let reason): "configuration \(path) cannot be read: \(reason)"
        case .notYAML(let place, let reason, _): "\(place): not YAML: \(reason)"
        case .unknownKey(let name, _, let place): "\(place): there is no key \(name)"
        case .wrongValue(let name, let value, let place, let expected):
            "\(place): \(name) is \(value.isEmpty ? "empty" : value), but must be \(expected)"
        case .missingKey(let name, let place): "\(place): \(name) is missing"
        case .repeatedPeer(let name, let place): "\(place): another peer is named \(name)"
        case .indistinctPeers(let name, let other, let place):
            "\(place): \(name) has the AE title of \(other) and may call from the same addresses"
        case .missingHost(let name, let key, let place): "\(place): \(name) has \(key) but no host"
        case .unprovenSigner(let name, let place):
            "\(place): \(name) has the permission sign, but neither addresses nor tls"
        case .namesWithoutTLS(let name, let place): "\(place): \(name) has certificate_names, but not tls: true"
        case .anonymousPeer(let name, let need):
            "the peer \(name) has \(need), but dicom.tls.require_client_certificate is false"
        case .missingNeed(let name, let need): "\(name) is missing, which \(need) needs"
        case .noPort: "dicom.port and dicom.tls.port are both off: no peer could call"
        }
    }

    package var fault: FaultKind { .misconfigured }

    package var hint: String {
        switch self {
        case .unreadable: "name a file that the daemon's user can read with --config"
        case .notYAML(_, _, let hint): hint
        case .unknownKey(_, let nearest?, _):
            "\(nearest) is one; thoraxd configuration shows every key, and so does man 5 thoraxd.yaml"
        case .unknownKey: "thoraxd configuration shows every key, and so does man 5 thoraxd.yaml"
        case .wrongValue: "thoraxd configuration shows every key with its default and unit; so does man 5 thoraxd.yaml"
        case .missingKey: "every peer has a name and an ae_title"
        case .repeatedPeer: "give each peer a name of its own"
        case .indistinctPeers: "give both addresses that have none in common, or make them one peer"
        case .unprovenSigner:
            "give it the addresses that it calls from, or tls: true; else anybody with its AE title could sign reports"
        case .namesWithoutTLS: "add tls: true, so that it can only call with its certificate"
        case .anonymousPeer: "require client certificates, or give it the addresses that it calls from"
        case .missingNeed: "set it, or take away what needs it"
        case .noPort: "set one of them"
        case .missingHost: "add the host and port at which the peer is called"
        }
    }
}
