extension NetworkError {
    /// Error category, used as a metric label.
    package var kind: String {
        switch self {
        case .address: "address"
        case .library: "library"
        case .aborted: "aborted"
        case .closed: "closed"
        case .timedOut: "timed_out"
        case .unreachable: "unreachable"
        case .rejected: "rejected"
        case .tls: "tls"
        case .credentials: "credentials"
        case .protocolViolation: "protocol_violation"
        case .tooManyAssociations: "too_many_associations"
        case .tooManySilent: "too_many_silent"
        case .system: "system"
        case .stopping: "stopping"
        case .unreadable: "unreadable"
        }
    }
}
