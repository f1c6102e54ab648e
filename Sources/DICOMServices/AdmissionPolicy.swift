import DICOMCore
import DICOMNetwork

/// Decides who may open an association, and with which permissions and limits.
struct AdmissionPolicy: Sendable {
    /// Permissions of callers that are not configured, while the node accepts unknown callers.
    static let unknownPermissions: Set<Peer.Permission> = [.store, .query, .retrieve]
    /// Maximum number of concurrent associations of all unknown callers at one address.
    static let unknownLimit = 8

    let aeTitle: AETitle
    let checksCalledAETitle: Bool
    let peers: PeerDirectory

    /// An admitted caller.
    struct Caller: Sendable {
        let title: AETitle
        /// The configured peer; `nil` for an unknown caller.
        let peer: Peer?
        let permissions: Set<Peer.Permission>
        let share: AssociationShare
    }

    enum Answer {
        case admit(Caller)
        case reject(Rejection, reason: String)
    }

    /// Decides from the request and the configured peers only, so the answer is the same until the peers change.
    func answer(_ request: AssociationRequest) -> Answer {
        guard request.applicationContext == AssociationRequest.dicomApplicationContext else {
            return .reject(.applicationContextNotSupported, reason: "it does not propose the DICOM application context")
        }
        guard let title = AETitle(request.callingAETitle) else {
            return .reject(.callingAETitleNotRecognized, reason: "invalid calling AE title")
        }
        guard !checksCalledAETitle || AETitle(request.calledAETitle) == aeTitle else {
            return .reject(
                .calledAETitleNotRecognized,
                reason: "it calls \(request.printableCalledAETitle), this node is \(aeTitle)")
        }
        if let peer = peers.peer(calling: title, from: request.address) { return answer(request, title, peer) }
        if let named = peers.peers.first(where: { $0.aeTitle == title }) {
            return .reject(
                .callingAETitleNotRecognized, reason: "\(named.name) may not call from \(request.address)")
        }
        guard peers.unknown == .learn else {
            return .reject(.callingAETitleNotRecognized, reason: "it is not in the list of peers")
        }
        let share = AssociationShare(holder: "the address \(request.address)", limit: Self.unknownLimit)
        return .admit(Caller(title: title, peer: nil, permissions: Self.unknownPermissions, share: share))
    }

    /// The configured peer that matches the caller, whether or not its request is accepted.
    func peer(of request: AssociationRequest) -> Peer? {
        AETitle(request.callingAETitle).flatMap { peers.peer(calling: $0, from: request.address) }
    }

    private func answer(_ request: AssociationRequest, _ title: AETitle, _ peer: Peer) -> Answer {
        guard request.isSecure || !peer.usesTLS else {
            return .reject(.noReasonGiven, reason: "\(peer.name) must use TLS but does not")
        }
        if let reason = peer.refusal(ofCertificateNaming: request.certificateNames) {
            return .reject(.callingAETitleNotRecognized, reason: "\(reason); see certificate_names of this peer")
        }
        let share = AssociationShare(holder: peer.name, limit: peer.associationLimit)
        return .admit(Caller(title: title, peer: peer, permissions: peer.permissions, share: share))
    }
}

extension AssociationRequest {
    /// The titles of a rejected caller are arbitrary bytes, so non-printable characters must not reach the log.
    var printableCallingAETitle: String { Self.printable(callingAETitle) }
    var printableCalledAETitle: String { Self.printable(calledAETitle) }
    var printableImplementation: String { Self.printable(implementation) }

    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(16).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" }
        return String(scalars)
    }
}
