internal import CDCMTK
package import DICOMCore
package import FoundationEssentials

/// Requests associations with configured peers.
package struct AssociationRequestor: Sendable {
    private let callingAETitle: AETitle
    private let security: TLSContext?
    private var deadlines: Deadlines

    /// - Parameters:
    ///   - callingAETitle: this node's AE title.
    ///   - security: certificates for peers that we connect to over TLS; `nil` without certificates.
    package init(callingAETitle: AETitle, security: TLSContext? = nil, deadlines: Deadlines = Deadlines()) {
        self.callingAETitle = callingAETitle
        self.security = security
        self.deadlines = deadlines
    }

    /// When the certificate expires that peers are shown; nil without one.
    package var certificateExpiry: Date? { security?.expiry }

    /// A copy with another calling AE title, for answers to peers that called this node by that title.
    package func titled(_ callingAETitle: AETitle) -> AssociationRequestor {
        AssociationRequestor(callingAETitle: callingAETitle, security: security, deadlines: deadlines)
    }

    /// A copy with other timeouts.
    package func waiting(_ deadlines: Deadlines) -> AssociationRequestor {
        var other = self
        other.deadlines = deadlines
        return other
    }

    /// Connects to a peer and opens an association. Blocks its thread, which must be an owned one; every wait has a
    /// timeout.
    ///
    /// - Parameter proposals: at most `ContextProposal.limit`.
    /// - Returns: the association with the contexts that the peer accepted, possibly none.
    /// - Throws: `unreachable`, `rejected`, `tls`, `timedOut`, `aborted` or `protocolViolation`.
    package func open(to peer: Peer, proposing proposals: [ContextProposal]) throws(NetworkError) -> Association {
        if let reason = cd_initialize() { throw .library(String(cString: reason)) }
        guard proposals.count <= ContextProposal.limit else {
            throw .library(
                "\(proposals.count) presentation contexts; an association has at most \(ContextProposal.limit)")
        }
        guard let host = peer.host else { throw .unreachable(peer: peer.name, reason: "no host is configured") }
        guard
            let request = cd_request_create(
                "\(host):\(peer.port)", callingAETitle.description, peer.aeTitle.description,
                Implementation.classUID.description, Implementation.versionName, AssociationListener.maxPDU)
        else { throw .library("out of memory") }
        defer { cd_request_destroy(request) }
        for proposal in proposals {
            cd_request_propose(request, proposal.abstractSyntax.description, proposal.isSCU, proposal.isSCP)
            for syntax in proposal.transferSyntaxes {
                cd_request_add_transfer_syntax(request, syntax.uid.description)
            }
        }
        let credentials = peer.usesTLS ? try certificates() : nil
        defer { withExtendedLifetime(credentials) {} }
        var handle: OpaquePointer?
        var rejection = cd_rejection()
        let outcome = cd_association_request(request, credentials?.handle, deadlines.request, &rejection, &handle)
        guard outcome == .done, let handle else { throw error(outcome, rejection, peer) }
        if let reason = peer.refusal(ofCertificateNaming: AssociationOpening.certificateNames(handle)) {
            // Nothing but the titles and the contexts has been sent.
            cd_association_abort(handle, deadlines.abort)
            cd_association_destroy(handle)
            throw .tls(reason)
        }
        return Association(
            requested: handle, of: peer, callingAETitle: callingAETitle, proposals: proposals, deadlines: deadlines)
    }

    /// - Throws: `tls`, which may pass, unlike an error of the configuration.
    private func certificates() throws(NetworkError) -> TLSCredentials {
        guard let security else { throw .tls("this node has no certificate") }
        do throws(NetworkError) {
            return try security.current()
        } catch {
            throw .tls("\(error)")
        }
    }

    private func error(_ outcome: cd_outcome, _ rejection: cd_rejection, _ peer: Peer) -> NetworkError {
        if rejection.result != 0 {
            return .rejected(
                Rejection(
                    isTransient: rejection.result == 2, source: UInt8(clamping: rejection.source),
                    reason: UInt8(clamping: rejection.reason)))
        }
        return switch outcome {
        case .closed: .unreachable(peer: peer.name, reason: String(cString: cd_last_error()))
        case .timedOut: .timedOut(while: .requesting)
        case .aborted: .aborted
        case .insecure: .tls(String(cString: cd_last_error()))
        default: .protocolViolation(String(cString: cd_last_error()))
        }
    }
}
