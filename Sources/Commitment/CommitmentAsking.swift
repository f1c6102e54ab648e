import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging

/// Asks one peer to keep objects (N-ACTION type 1), and takes its report where that comes on the same association.
struct CommitmentAsking {
    let peer: Peer
    let requestor: AssociationRequestor
    let reports: CommitmentReports
    let logger: Logger

    /// An association on which was asked.
    struct Asked {
        let association: Association
        let status: DIMSEStatus

        /// Releases the association; a peer that cannot even do that has answered all the same.
        func end() { try? association.release() }
    }

    /// Sends the request and waits for the answer, and takes reports that come before it.
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

    /// Keeps the association open for a report, and releases it.
    func linger(on asked: Asked, for seconds: TimeInterval, while goesOn: () -> Bool) {
        let end = ContinuousClock.now + .seconds(seconds)
        do throws(NetworkError) {
            while goesOn(), ContinuousClock.now < end {
                // A stop waits for this lane longer than that.
                guard asked.association.waitForInput(upTo: min(.seconds(1), end - ContinuousClock.now)) else {
                    continue
                }
                guard let message = try asked.association.receiveMessage() else { return }
                try take(message, on: asked.association)
                // One request, one report.
                break
            }
            try asked.association.release()
        } catch {
            asked.association.abort(after: error)
        }
    }

    private func take(_ message: Association.Message, on association: Association) throws(NetworkError) {
        guard message.command.field == .eventReportRequest else {
            throw .protocolViolation("a message that is neither an answer nor a report")
        }
        let bytes = try association.smallDataSet(of: message, limit: CommitmentInformation.byteLimit)
        let status = reports.take(message, bytes, from: peer, logger: logger)
        try association.send(CommandSet(respondingTo: message.command, status: status), in: message.context)
    }
}

extension AssociationRequestor {
    /// Reports what is kept over an association of its own, on which this node is SCP (PS3.4 J.3.3.1.2).
    ///
    /// - Returns: the status of the peer's answer.
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
                throw NetworkError.protocolViolation("it does not answer a storage commitment report")
            }
            try? association.release()
            return DIMSEStatus(rawValue: status)
        } catch {
            association.abort(after: error)
            throw error
        }
    }
}
