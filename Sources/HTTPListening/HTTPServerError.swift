package import OperatorErrors

/// Why the HTTP server cannot run.
package enum HTTPServerError: OperatorError {
    /// The server cannot listen on the address. The section of the configuration has the address and the port.
    case cannotListen(address: String, port: UInt16, reason: String, section: String)
    /// The files of the certificate cannot be used.
    case certificate(String, hint: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let port, let reason, _):
            "cannot listen on \(address) port \(port) for HTTP: \(reason)"
        case .certificate(let reason, _): reason
        }
    }

    package var fault: FaultKind {
        switch self {
        case .cannotListen: .unavailable
        case .certificate: .misconfigured
        }
    }

    package var hint: String {
        switch self {
        case .cannotListen(_, _, _, let section):
            "set \(section).address to an address of this machine, and \(section).port to a free port or off"
        case .certificate(_, let hint): hint
        }
    }
}
