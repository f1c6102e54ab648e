import Auditing
import DICOMCore
import DICOMNetwork
import Logging

/// Dispatches the requests of associations to services, logs both and records the callers.
struct ServiceAcceptor: AssociationAcceptor {
    let services: OfferedServices
    /// The service that reports on the association of the request.
    let commitment: CommitmentService
    let admission: AdmissionPolicy
    let callers: CallerLog
    let displaced: DisplacedConnections
    let audit: AuditInbox
    let logger: Logger

    func decide(_ request: AssociationRequest) -> AssociationDecision {
        switch admission.answer(request) {
        case .admit(let caller): .accept(services.policy(for: caller.permissions), caller.share)
        case .reject(let rejection, let reason): .reject(rejection, reason: reason)
        }
    }

    func serve(_ association: Association) throws(NetworkError) {
        guard case .admit(let caller) = admission.answer(association.request) else { return }
        let session = AssociationSession(
            association, caller: caller, callers: callers, audit: audit, logger: logger)
        tellRefusals(in: session)
        NodeCounters.opened(by: caller.peer)
        defer { NodeCounters.closed() }
        let clock = ContinuousClock()
        let start = clock.now
        var metadata: Logger.Metadata { session.counts.merging(["duration": "\(clock.now - start)"]) { $1 } }
        defer { callers.addStored(session.stored, by: association.request, peer: caller.peer) }
        defer { commitment.end(session) }
        do {
            while let message = try association.receiveMessage() { try answer(message, on: session) }
            session.logger.info("association released", metadata: metadata)
        } catch {
            NodeCounters.aborted(by: caller.peer, error)
            session.logger.warning("association ended: \(error)", metadata: metadata)
            throw error
        }
    }

    /// Records an association and its refused presentation contexts; logs a warning if all were refused.
    private func tellRefusals(in session: AssociationSession) {
        let association = session.association
        let policy = services.policy(for: session.caller.permissions)
        var reasons: [String] = []
        for context in association.request.contexts where association.contexts[context.identifier] == nil {
            let line = "\(context.abstractSyntaxName): \(policy.reasonToRefuse(context) ?? "refused")"
            if reasons.count < 16, !reasons.contains(line) { reasons.append(line) }
        }
        let isUseless = association.contexts.isEmpty
        callers.record(
            association.request, peer: session.caller.peer,
            needing: services.permissions(neededFor: association.request.contexts),
            refusal: isUseless ? "every proposed context was refused: " + reasons.joined(separator: ", ") : nil)
        if isUseless {
            session.logger.warning(
                "association without a presentation context",
                metadata: ["refused": "\(reasons.joined(separator: ", "))"])
        } else if !reasons.isEmpty {
            session.logger.debug(
                "presentation contexts refused", metadata: ["refused": "\(reasons.joined(separator: ", "))"])
        }
    }

    private func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        // A cancellation may arrive after its operation has ended and then has no effect (PS3.7 9.3.2.3).
        if message.command.field == .cancelRequest { return }
        if message.command.field == .eventReportResponse, session.awaitedReport != nil {
            return commitment.takeAnswer(message, on: session)
        }
        guard let code = message.command[.commandField], code & 0x8000 == 0, message.command[.messageID] != nil else {
            throw .protocolViolation("it sent a message that is not a request")
        }
        if let service = services.service(for: message) { return try service.answer(message, on: session) }
        try session.skipDataSet(of: message)
        try session.respond(to: message, .unrecognizedOperation, comment: "Not offered in this presentation context")
    }

    func didNotOpen(address: String, _ error: NetworkError) {
        NodeCounters.didNotOpen(error)
        switch error {
        case .tls(let reason):
            callers.record(address: address, refusal: "no association: \(error)")
            audit.add(.notAuthenticated(address: address, reason: "no TLS: \(reason)"))
        case .protocolViolation:
            callers.record(address: address, refusal: "no association: \(error)")
        case .tooManySilent:
            displaced.count(from: address)
            return callers.record(address: address, refusal: "no association: \(error)")
        default: break
        }
        logger.notice("no association: \(error)", metadata: ["peer": "\(address)", "hint": "\(error.hint)"])
    }

    func didReject(_ request: AssociationRequest, _ rejection: Rejection, reason: String) {
        let peer = admission.peer(of: request)
        NodeCounters.rejected(peer, rejection)
        NodeCounters.refused(.caller, of: peer)
        callers.record(
            request, peer: peer,
            needing: services.permissions(neededFor: request.contexts), refusal: "\(rejection): \(reason)")
        audit.add(
            .rejected(
                .init(aeTitle: request.printableCallingAETitle, address: request.address),
                reason: "\(rejection): \(reason)"))
        logger.warning(
            "association rejected: \(rejection)",
            metadata: [
                "reason": "\(reason)", "peer": "\(request.peer)", "calling": "\(request.printableCallingAETitle)",
                "called": "\(request.printableCalledAETitle)",
            ])
    }
}
