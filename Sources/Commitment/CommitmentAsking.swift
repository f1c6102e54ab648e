import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging

/// Asks one peer to commit to objects (N-ACTION, action type 1), and handles its report if it arrives on the same
/// association.
struct CommitmentAsking {
    let peer: Peer
    let requestor: AssociationRequestor
    let reports: CommitmentReports
    let logger: Logger

    /// An association on which the request was answered.
    struct Asked {
        let association: Association
        let status: DIMSEStatus

        /// Releases the association. Errors are ignored, because the peer has already answered.
        func end() { try? association.release() }
    }

    /// Sends the request and waits for the response; handles reports that arrive before it.
    func ask(_ request: CommitmentInformation) throws(NetworkError) -> Asked {
        let association = try requestor.open(
            to: peer,
            proposing: [
                ContextProposal(
                    SOPClass.storageCommitmentPushModel, [.explicitVRLittleEndian, .implicitVRLittleEndian])
            ])
        guard let context = association.contexts.values.first else {
            try? association.release()
            throw .protocolViolation("it accepts no context for storage commitment")
        }
        do throws(NetworkError) {
            try association.send(
                CommandSet(
                    action: 1, on: SOPClass.storageCommitmentPushModelInstance,
                    of: SOPClass.storageCommitmentPushModel, messageID: 1),
                in: context, dataSet: request.encoded(in: context))
            while let message = try association.receiveMessage() {
                if message.command.field == .actionResponse, message.command[.messageIDBeingRespondedTo] == 1,
                    let status = message.command[.status]
                {
                    return Asked(association: association, status: DIMSEStatus(rawValue: status))
                }
                try take(message, on: association)
            }
            throw NetworkError.closed
        } catch {
            association.abort(after: error)
            throw error
        }
    }

    /// Keeps the association open for a report, then releases it.
    func linger(on asked: Asked, for seconds: TimeInterval, while goesOn: () -> Bool) {
        let end = ContinuousClock.now + .seconds(seconds)
        do throws(NetworkError) {
            while goesOn(), ContinuousClock.now < end {
                // A stop waits longer than this for the lane.
                guard asked.association.waitForInput(upTo: min(.seconds(1), end - ContinuousClock.now)) else {
                    continue
                }
                guard let message = try asked.association.receiveMessage() else { return }
                try take(message, on: asked.association)
                // There is one report per request.
                break
            }
            try asked.association.release()
        } catch {
            asked.association.abort(after: error)
        }
    }

    private func take(_ message: Association.Message, on association: Association) throws(NetworkError) {
        guard message.command.field == .eventReportRequest else {
            throw .protocolViolation("it sent a message that is neither a response nor a report")
        }
        let bytes = try association.smallDataSet(of: message, limit: CommitmentInformation.byteLimit)
        let status = reports.take(message, bytes, from: peer, logger: logger)
        try association.send(CommandSet(respondingTo: message.command, status: status), in: message.context)
    }
}

extension AssociationRequestor {
    /// Sends a storage commitment report over a new association, on which this node is SCP (PS3.4 J.3.3.1.2).
    ///
    /// - Returns: the status of the peer's response.
    func report(_ report: CommitmentInformation, to peer: Peer) throws(NetworkError) -> DIMSEStatus {
        let association = try open(
            to: peer,
            proposing: [
                ContextProposal(
                    SOPClass.storageCommitmentPushModel, [.explicitVRLittleEndian, .implicitVRLittleEndian],
                    isSCU: false, isSCP: true)
            ])
        guard let context = association.contexts.values.first else {
            try? association.release()
            throw .protocolViolation("it accepts no context for storage commitment with this node as SCP")
        }
        do throws(NetworkError) {
            try association.send(report.event(messageID: 1), in: context, dataSet: report.encoded(in: context))
            guard let answer = try association.receiveMessage() else { throw NetworkError.closed }
            guard answer.command.field == .eventReportResponse, let status = answer.command[.status] else {
                throw NetworkError.protocolViolation("it sent no response to a storage commitment report")
            }
            try? association.release()
            return DIMSEStatus(rawValue: status)
        } catch {
            association.abort(after: error)
            throw error
        }
    }
}
