internal import CDCMTK
import DICOMCore

/// An association request that has not been answered yet.
struct AssociationOpening {
    let request: AssociationRequest
    private let handle: OpaquePointer

    init(_ handle: OpaquePointer, peer: SocketAddress?, isSecure: Bool) {
        self.handle = handle
        let contexts = (0..<cd_association_context_count(handle)).compactMap { index -> ProposedContext? in
            var context = cd_context()
            guard cd_association_context(handle, index, &context) else { return nil }
            let syntaxes = (0..<context.transfer_syntax_count).compactMap { place in
                cd_association_transfer_syntax(handle, index, place).map { String(cString: $0) }
            }
            return ProposedContext(
                identifier: context.identifier, abstractSyntax: String(cString: context.abstract_syntax),
                transferSyntaxes: syntaxes, requestorIsSCU: context.requestor_is_scu,
                requestorIsSCP: context.requestor_is_scp)
        }
        request = AssociationRequest(
            callingAETitle: Self.title(cd_association_calling_ae(handle)),
            calledAETitle: Self.title(cd_association_called_ae(handle)),
            implementation: Self.title(cd_association_implementation(handle)),
            peer: peer?.description ?? "unknown", address: peer?.host ?? "unknown", isSecure: isSecure,
            applicationContext: String(cString: cd_association_application_context(handle)), contexts: contexts,
            certificateNames: Self.certificateNames(handle))
    }

    /// The names in the certificate of the peer of an association.
    static func certificateNames(_ handle: OpaquePointer) -> [String] {
        (0...).lazy.map { cd_association_certificate_name(handle, $0) }.prefix { $0 != nil }
            .compactMap { $0.map { String(cString: $0) } }
    }

    /// An AE title without the surrounding spaces.
    private static func title(_ text: UnsafePointer<CChar>) -> String {
        let text = String(cString: text)
        return AETitle(text)?.description ?? text
    }

    /// Answers every context and sends the acknowledgement.
    ///
    /// - Returns: the accepted contexts by identifier.
    func accept(
        _ policy: NegotiationPolicy, within timeout: Int32
    ) throws(NetworkError) -> [UInt8: PresentationContext] {
        var accepted: [UInt8: PresentationContext] = [:]
        for proposed in request.contexts {
            let outcome =
                switch policy.answer(proposed) {
                case .accepted(let context):
                    accept(context, &accepted)
                case .abstractSyntaxNotSupported:
                    refuse(proposed, CD_ABSTRACT_SYNTAX_NOT_SUPPORTED)
                case .transferSyntaxesNotSupported:
                    refuse(proposed, CD_TRANSFER_SYNTAXES_NOT_SUPPORTED)
                case .userRejection:
                    refuse(proposed, CD_USER_REJECTION)
                }
            guard outcome == .done else { throw .protocolViolation(String(cString: cd_last_error())) }
        }
        let outcome = cd_association_acknowledge(
            handle, Implementation.classUID.description, Implementation.versionName, timeout)
        guard outcome == .done else { throw outcome == .timedOut ? .timedOut(while: .requesting) : .closed }
        return accepted
    }

    private func accept(_ context: PresentationContext, _ accepted: inout [UInt8: PresentationContext]) -> cd_outcome {
        accepted[context.identifier] = context
        return cd_association_accept_context(
            handle, context.identifier, context.transferSyntax.uid.description, context.requestorIsSCU,
            context.requestorIsSCP)
    }

    private func refuse(_ proposed: ProposedContext, _ reason: Int) -> cd_outcome {
        cd_association_refuse_context(handle, proposed.identifier, Int32(reason))
    }

    func reject(_ rejection: Rejection, within timeout: Int32) {
        _ = cd_association_reject(
            handle, rejection.isTransient ? 2 : 1, Int32(rejection.source), Int32(rejection.reason), timeout)
    }
}
