package import OperatorErrors

/// Why the HTTP front does not answer.
package enum WebServerError: OperatorError {
    /// The address cannot be listened on.
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
        case .cannotListen: "set metrics.address to one of this machine and metrics.port to one that is free, or to off"
        }
    }
}
