import DICOMCore
import DICOMNetwork
import Logging

/// Brings associations and services together, and writes the log lines of both.
struct ServiceAcceptor: AssociationAcceptor {
    private let services: [UID: any ServiceClass]
    private let policy: NegotiationPolicy
    private let aeTitle: AETitle
    private let checksCalledAETitle: Bool
    private let logger: Logger

    /// Where two services offer one abstract syntax, as storage and retrieval do for images, the first answers the
    /// requests and the offers are joined.
    init(_ services: [any ServiceClass], settings: DICOMNode.Settings, logger: Logger) {
        var offers: [UID: NegotiationPolicy.Offer] = [:]
        var byAbstractSyntax: [UID: any ServiceClass] = [:]
        for service in services {
            offers.merge(service.offers) { $0.joined(with: $1) }
            for (abstractSyntax, offer) in service.offers where offer.isSCP {
                byAbstractSyntax[abstractSyntax] = service
            }
        }
        policy = NegotiationPolicy(offers)
        self.services = byAbstractSyntax
        aeTitle = settings.aeTitle
        checksCalledAETitle = settings.checksCalledAETitle
        self.logger = logger
    }

    func decide(_ request: AssociationRequest) -> AssociationDecision {
        guard AETitle(request.callingAETitle) != nil else { return .reject(.callingAETitleNotRecognized) }
        guard !checksCalledAETitle || AETitle(request.calledAETitle) == aeTitle else {
            return .reject(.calledAETitleNotRecognized)
        }
        return .accept(policy)
    }

    func serve(_ association: Association) throws(NetworkError) {
        guard let callingAETitle = AETitle(association.request.callingAETitle) else { return }
        let session = AssociationSession(association, callingAETitle: callingAETitle, logger: logger)
        let clock = ContinuousClock()
        let start = clock.now
        var metadata: Logger.Metadata { session.counts.merging(["duration": "\(clock.now - start)"]) { $1 } }
        do {
            while let message = try association.receiveMessage() { try answer(message, on: session) }
            session.logger.info("association released", metadata: metadata)
        } catch {
            session.logger.warning("association ended: \(error)", metadata: metadata)
            throw error
        }
    }

    private func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        // A cancellation may come after its operation has ended and is then without effect (PS3.7 9.3.2.3).
        if message.command.field == .cancelRequest { return }
        guard let code = message.command[.commandField], code & 0x8000 == 0, message.command[.messageID] != nil else {
            throw .protocolViolation("a message that is no request")
        }
        if message.context.requestorIsSCU, let field = message.command.field,
            let service = services[message.context.abstractSyntax], service.requests.contains(field)
        {
            return try service.answer(message, on: session)
        }
        try session.skipDataSet(of: message)
        try session.respond(to: message, .unrecognizedOperation, comment: "not offered in this presentation context")
    }

    func didNotOpen(peer: String, _ error: NetworkError) {
        logger.notice("no association: \(error)", metadata: ["peer": "\(peer)"])
    }

    func didReject(_ request: AssociationRequest, _ rejection: Rejection) {
        logger.warning(
            "association rejected: \(rejection)",
            metadata: [
                "peer": "\(request.peer)", "calling": "\(printable(request.callingAETitle))",
                "called": "\(printable(request.calledAETitle))",
            ])
    }

    /// Titles of a rejected peer are any bytes: none of them may reach a log as a line break or worse.
    private func printable(_ title: String) -> String { AETitle(title)?.description ?? "(not a title)" }
}
