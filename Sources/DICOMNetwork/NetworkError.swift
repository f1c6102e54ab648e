internal import Glibc

/// Why the network side could not do what was asked.
package enum NetworkError: Error, Sendable, Equatable {
    /// The address to listen on cannot be used.
    case address(String, errno: Int32)
    /// DCMTK cannot be used at all.
    case library(String)
    /// The peer ended the association with an A-ABORT.
    case aborted
    /// The connection broke.
    case closed
    /// The peer was silent for longer than it may be.
    case timedOut(while: Phase)
    /// Nobody answers where a configured peer should be.
    case unreachable(peer: String, reason: String)
    /// The peer refused the association we asked for.
    case rejected(Rejection)
    /// No TLS with the peer, for what was wrong on its side or ours.
    case tls(String)
    /// Our own certificates cannot be used.
    case credentials(String, hint: String)
    /// The peer sent something that PS3.7 or PS3.8 do not allow.
    case protocolViolation(String)
    /// More associations at a time than are served.
    case tooManyAssociations
    /// The node is stopping.
    case stopping
    /// What was to be sent could not be read.
    case unreadable(path: String, errno: Int32)

    /// What an association was doing.
    package enum Phase: String, Sendable {
        case requesting = "opening the association"
        case idle = "between messages"
        case receiving = "sending a message"
        case sending = "taking a message"
    }

    /// What to do about it, for the operator.
    package var hint: String {
        switch self {
        case .address(_, EACCES):
            "A port below 1024 needs CAP_NET_BIND_SERVICE: AmbientCapabilities=CAP_NET_BIND_SERVICE in the systemd unit."
        case .address: "Choose an address of this machine and a port that is free."
        case .library: "Reinstall the DCMTK packages (libdcmtk17)."
        case .aborted, .closed, .timedOut:
            "Look at the peer's log and at the network between; complete objects are kept."
        case .unreachable: "Check that the peer runs, and its host and port in the configuration."
        case .rejected: "Have the peer's administrator allow this node's AE title; check both titles."
        case .tls:
            "Compare certificate, key and authorities of both sides, and the port: it speaks TLS or it does not."
        case .credentials(_, let hint): hint
        case .protocolViolation: "The peer speaks DICOM wrongly, or not at all; tell its vendor."
        case .tooManyAssociations: "Find the peer that keeps associations open, or send over fewer at a time."
        case .stopping: "Nothing: the peer tries again once the node is back."
        case .unreadable: "Check the disk and the permissions of the state directory."
        }
    }
}

extension NetworkError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .address(let address, let errno): "cannot listen on \(address): \(String(cString: strerror(errno)))"
        case .library(let reason): "DCMTK cannot be used: \(reason)"
        case .aborted: "the peer aborted"
        case .closed: "the connection broke"
        case .timedOut(let phase): "the peer was silent too long while \(phase.rawValue)"
        case .unreachable(let peer, let reason): "\(peer) cannot be reached: \(reason)"
        case .rejected(let rejection): "the peer rejected the association: \(rejection)"
        case .tls(let reason): "no TLS: \(reason)"
        case .credentials(let reason, _): reason
        case .protocolViolation(let what): "the peer broke the protocol: \(what)"
        case .tooManyAssociations: "too many associations at a time"
        case .stopping: "the node is stopping"
        case .unreadable(let path, let errno): "cannot read \(path) (errno \(errno))"
        }
    }
}
