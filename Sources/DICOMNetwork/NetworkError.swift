internal import Glibc
package import OperatorErrors
package import Platform

/// Why a network operation failed.
package enum NetworkError: OperatorError, Equatable {
    /// The address to listen on cannot be used.
    case address(String, errno: Int32)
    /// DCMTK cannot be used.
    case library(String)
    /// The peer ended the association with an A-ABORT.
    case aborted
    /// The connection was closed or broke.
    case closed
    /// The peer was silent for too long.
    case timedOut(while: Phase)
    /// A configured peer did not answer at its address.
    case unreachable(peer: String, reason: String)
    /// The peer rejected the association that we requested.
    case rejected(Rejection)
    /// TLS with the peer failed, because of its side or ours.
    case tls(String)
    /// Our own certificates cannot be used.
    case credentials(String, hint: String)
    /// The peer violated PS3.7 or PS3.8.
    case protocolViolation(String)
    /// The limit on simultaneous associations has been reached.
    case tooManyAssociations
    /// The connection was closed because too many of its address, or of all, had not requested an association.
    case tooManySilent
    /// The operating system refused what the node needs to listen.
    case system(PlatformError)
    /// The node is stopping.
    case stopping
    /// A file to be sent could not be read.
    case unreadable(path: String, errno: Int32)

    /// What the association was doing when the timeout passed.
    package enum Phase: String, Sendable {
        case requesting = "opening the association"
        case idle = "between messages"
        case receiving = "sending a message"
        case sending = "receiving a message"
    }

    package var fault: FaultKind {
        switch self {
        case .address, .library, .aborted, .closed, .timedOut, .unreachable, .rejected, .tls: .unavailable
        case .credentials: .misconfigured
        case .protocolViolation: .malformed
        case .tooManyAssociations, .tooManySilent, .stopping: .busy
        case .system(let error): error.fault
        case .unreadable: .outOfResources
        }
    }

    package var hint: String {
        switch self {
        case .address(_, EACCES):
            "A port below 1024 needs CAP_NET_BIND_SERVICE: AmbientCapabilities=CAP_NET_BIND_SERVICE in the systemd unit."
        case .address: "Choose an address of this machine and a free port."
        case .library: "Reinstall the DCMTK packages (libdcmtk17)."
        case .aborted, .closed, .timedOut:
            "Check the peer's log and the network; objects received completely are kept."
        case .unreachable: "Check that the peer is running, and check its host and port in the configuration."
        case .rejected: "Have the peer's administrator allow this node's AE title; check both AE titles."
        case .tls:
            "Check certificate, key and authorities on both sides, and whether the port uses TLS."
        case .credentials(_, let hint): hint
        case .protocolViolation: "The peer violates the DICOM protocol; report it to its vendor."
        case .tooManyAssociations: "Find the peer that keeps associations open, or send over fewer at a time."
        case .tooManySilent:
            "Find the host that opens connections without requesting an association, and correct or block it."
        case .system(let error): error.hint
        case .stopping: "Nothing: the peer retries when the node is running again."
        case .unreadable: "Check the disk and the permissions of the state directory."
        }
    }
}

extension NetworkError {
    package var description: String {
        switch self {
        case .address(let address, let errno): "cannot listen on \(address): \(String(cString: strerror(errno)))"
        case .library(let reason): "DCMTK cannot be used: \(reason)"
        case .aborted: "the peer aborted"
        case .closed: "the connection broke"
        case .timedOut(let phase): "the peer timed out while \(phase.rawValue)"
        case .unreachable(let peer, let reason): "\(peer) cannot be reached: \(reason)"
        case .rejected(let rejection): "the peer rejected the association: \(rejection)"
        case .tls(let reason): "TLS failed: \(reason)"
        case .credentials(let reason, _): reason
        case .protocolViolation(let what): "the peer violated the protocol: \(what)"
        case .tooManyAssociations: "too many simultaneous associations"
        case .tooManySilent: "too many connections without an association request"
        case .system(let error): error.description
        case .stopping: "the node is stopping"
        case .unreadable(let path, let errno): "cannot read \(path) (errno \(errno))"
        }
    }
}
