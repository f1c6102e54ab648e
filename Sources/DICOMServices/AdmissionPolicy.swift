import DICOMCore
import DICOMNetwork

/// Who may open an association, and on what terms.
struct AdmissionPolicy: Sendable {
    /// What callers that the operator has not named may do while the node learns who they are.
    static let unknownPermissions: Set<Peer.Permission> = [.store, .query, .retrieve]
    /// Associations of all unknown callers of one address at a time.
    static let unknownLimit = 8

    let aeTitle: AETitle
    let checksCalledAETitle: Bool
    let peers: PeerDirectory

    /// Who calls, once it may.
    struct Caller: Sendable {
        let title: AETitle
        /// What the configuration says of it; `nil` for one the operator has not named.
        let peer: Peer?
        let permissions: Set<Peer.Permission>
        let share: AssociationShare
    }

    enum Answer {
        case admit(Caller)
        case reject(Rejection, reason: String)
    }

    /// Decides from the request and the peers alone: the same answer each time it is asked, unless the operator has
    /// changed the peers meanwhile.
    func answer(_ request: AssociationRequest) -> Answer {
        guard request.applicationContext == AssociationRequest.dicomApplicationContext else {
            return .reject(.applicationContextNotSupported, reason: "it does not ask for DICOM's application context")
        }
        guard let title = AETitle(request.callingAETitle) else {
            return .reject(.callingAETitleNotRecognized, reason: "its calling AE title is none")
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

    /// Whom the operator would take the caller for, however its request is answered.
    func peer(of request: AssociationRequest) -> Peer? {
        AETitle(request.callingAETitle).flatMap { peers.peer(calling: $0, from: request.address) }
    }

    private func answer(_ request: AssociationRequest, _ title: AETitle, _ peer: Peer) -> Answer {
        guard request.isSecure || !peer.usesTLS else {
            return .reject(.noReasonGiven, reason: "\(peer.name) is to use TLS and does not")
        }
        let share = AssociationShare(holder: peer.name, limit: peer.associationLimit)
        return .admit(Caller(title: title, peer: peer, permissions: peer.permissions, share: share))
    }
}

extension AssociationRequest {
    /// Titles of a rejected peer are any bytes: none of them may reach a log as a line break or worse.
    var printableCallingAETitle: String { Self.printable(callingAETitle) }
    var printableCalledAETitle: String { Self.printable(calledAETitle) }
    var printableImplementation: String { Self.printable(implementation) }

    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(16).map { (0x20...0x7E).contains($0.value) ? Character($0) : "?" }
        return String(scalars)
    }
}
