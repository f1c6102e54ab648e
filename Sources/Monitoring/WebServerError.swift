package import OperatorErrors

/// Why the HTTP server cannot run.
package enum WebServerError: OperatorError {
    /// The server cannot listen on the address.
    case cannotListen(address: String, port: UInt16, reason: String)

    package var description: String {
        switch self {
        case .cannotListen(let address, let port, let reason):
            "cannot listen on \(address) port \(port) for HTTP: \(reason)"
        }
    }

    package var fault: FaultKind { .unavailable }

    package var hint: String {
        switch self {
        case .cannotListen: "set metrics.address to an address of this machine, and metrics.port to a free port or off"
        }
    }
}
