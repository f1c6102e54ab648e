import Commitment
import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import Platform
import WorkListDatabase

/// Storage Commitment Push Model (PS3.4 Annex J) as SCP. A request is on disk before it is answered. The objects are
/// verified and reported later, by the peer's `CommitmentLane` or, if the peer is configured for it, on this
/// association.
struct CommitmentService: ServiceClass {
    private let workList: WorkListStore
    private let aeTitle: AETitle
    private let pauses: CommitmentPauses

    init(workList: WorkListStore, aeTitle: AETitle, pauses: CommitmentPauses) {
        self.workList = workList
        self.aeTitle = aeTitle
        self.pauses = pauses
    }

    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.storageCommitmentPushModel: .init(
            transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian])
    ]

    static let permission: Peer.Permission? = .commit
    static let requests: Set<CommandSet.Field> = [.actionRequest]

    /// Seconds for which the lane waits before it reports, if the peer expects the report on the same association.
    private static let precedence: TimeInterval = 2

    /// Why a request is refused.
    private struct Refusal: Error {
        let status: DIMSEStatus
        let reason: String
    }

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        let bytes = try session.smallDataSet(of: message, limit: CommitmentInformation.byteLimit)
        let accepted: Int64
        do {
            accepted = try accept(bytes, message, on: session)
        } catch {
            session.refused += 1
            session.logger.warning(
                "storage commitment refused: \(error.reason)", metadata: ["status": "\(error.status)"])
            return try session.respond(to: message, error.status, comment: error.reason)
        }
        try session.respond(to: message, .success)
        if let peer = session.caller.peer, peer.reportsOnSameAssociation {
            try report(accepted, to: peer, in: message.context, on: session)
        }
    }

    private func accept(
        _ bytes: [UInt8]?, _ message: Association.Message, on session: AssociationSession
    ) throws(Refusal) -> Int64 {
        guard let peer = session.caller.peer else {
            throw Refusal(status: .processingFailure, reason: "Not a configured peer: cannot report to it")
        }
        guard peer.host != nil else {
            throw Refusal(status: .processingFailure, reason: "No host configured to report to")
        }
        guard
            message.command.text(.requestedSOPInstanceUID)
                == SOPClass.storageCommitmentPushModelInstance.description
        else { throw Refusal(status: .noSuchObjectInstance, reason: "Not the well-known instance") }
        guard message.command[.actionTypeID] == 1 else {
            throw Refusal(status: .noSuchActionType, reason: "Only action type 1 is supported")
        }
        let limit = CommitmentInformation.referenceLimit
        guard let bytes else {
            throw Refusal(status: .resourceLimitation, reason: "Too long; at most \(limit) instances at a time")
        }
        do {
            let request = try CommitmentInformation(scanning: bytes, encoding: message.context.transferSyntax.encoding)
            guard !request.references.isEmpty, request.failures.isEmpty else {
                throw Refusal(status: .invalidArgumentValue, reason: "No instances to commit to")
            }
            let called = AETitle(session.association.request.calledAETitle) ?? aeTitle
            let acceptance = try workList.acceptCommitment(
                request, from: peer.name, calledAETitle: called,
                notBefore: Date() + (peer.reportsOnSameAssociation ? Self.precedence : 0))
            guard case .accepted(let id) = acceptance else {
                throw acceptance == .tooMany
                    ? Refusal(status: .resourceLimitation, reason: "Too many requests are pending")
                    : Refusal(
                        status: .invalidArgumentValue, reason: "The Transaction UID is in use for other instances")
            }
            session.logger.info(
                "storage commitment requested",
                metadata: [
                    "transaction": "\(request.transactionUID)", "instances": "\(request.references.count)",
                ])
            return id
        } catch let refusal as Refusal {
            throw refusal
        } catch let error as HeaderScanError {
            switch error {
            case .missing, .invalidUID: throw Refusal(status: .invalidArgumentValue, reason: "\(error)")
            case .tooManyElements:
                throw Refusal(status: .resourceLimitation, reason: "At most \(limit) instances at a time")
            default: throw Refusal(status: .processingFailure, reason: "\(error)")
            }
        } catch {
            session.logger.error("cannot record storage commitment: \(error)")
            throw Refusal(status: .processingFailure, reason: "Cannot be recorded now; try again later")
        }
    }

    /// Reports on the association of the request if the peer sends nothing meanwhile; otherwise the lane reports.
    private func report(
        _ id: Int64, to peer: Peer, in context: PresentationContext, on session: AssociationSession
    ) throws(NetworkError) {
        guard session.awaitedReport == nil, !session.association.hasInput else { return }
        let report: CommitmentInformation
        do {
            guard let claim = try workList.claimCommitment(id, of: peer.name) else { return }
            session.awaitedReport = claim
            report = try CommitmentVerification(workList: workList, logger: session.logger).report(of: claim)
        } catch {
            session.logger.error("cannot verify storage commitment: \(error)")
            return end(session)
        }
        // The peer sent something or closed the connection, so the lane reports.
        guard !session.association.hasInput else { return end(session) }
        try session.association.send(report.event(messageID: 1), in: context, dataSet: report.encoded(in: context))
    }

    /// Handles the peer's response to a report on its own association.
    func takeAnswer(_ message: Association.Message, on session: AssociationSession) {
        guard let claim = session.awaitedReport else { return }
        session.awaitedReport = nil
        let status = DIMSEStatus(rawValue: message.command[.status] ?? DIMSEStatus.processingFailure.rawValue)
        settle(
            claim,
            as: status == .success || status.isWarning
                ? .taken
                : .refused(
                    reason: "the peer answered the report with \(status)",
                    notBefore: Date() + pauses.retry.seconds(after: claim.attempt)), on: session)
    }

    /// Hands an unanswered report back to the lane when the association ends.
    func end(_ session: AssociationSession) {
        guard let claim = session.awaitedReport else { return }
        session.awaitedReport = nil
        settle(claim, as: .handedBack, on: session)
    }

    private func settle(
        _ claim: CommitmentTransaction, as report: WorkListStore.CommitmentReport, on session: AssociationSession
    ) {
        do {
            let state = try workList.settle(claim, as: report)
            session.logger.info(
                "storage commitment report on the association of its request settled",
                metadata: ["transaction": "\(claim.transactionUID)", "state": "\(state.rawValue)"])
        } catch {
            session.logger.error("cannot record storage commitment: \(error)")
        }
    }
}
