package import DICOMCore
package import DICOMNetwork
package import Logging
package import WorkListDatabase

/// Handles storage commitment reports from peers that this node asked, whichever association they arrive on.
package struct CommitmentReports: Sendable {
    private let workList: WorkListStore

    package init(workList: WorkListStore) { self.workList = workList }

    /// - Parameters:
    ///   - bytes: the data set; `nil` if it was too long.
    ///   - peer: the sender, if it is a configured peer.
    /// - Returns: the status of the response.
    package func take(_ message: Association.Message, _ bytes: [UInt8]?, from peer: Peer?, logger: Logger)
        -> DIMSEStatus
    {
        guard message.command.text(.affectedSOPInstanceUID) == SOPClass.storageCommitmentPushModelInstance.description
        else { return refuse(.noSuchObjectInstance, "it is for another SOP instance", logger) }
        guard let type = message.command[.eventTypeID], [1, 2].contains(type) else {
            return refuse(.noSuchEventType, "its event type is unknown", logger)
        }
        guard let peer else { return refuse(.processingFailure, "its sender is not a configured peer", logger) }
        guard let bytes else { return refuse(.resourceLimitation, "it is too long", logger) }
        do {
            let report = try CommitmentInformation(scanning: bytes, encoding: message.context.transferSyntax.encoding)
            guard let outcome = try workList.takeReport(report, from: peer.name) else {
                return refuse(.processingFailure, "the transaction \(report.transactionUID) is unknown", logger)
            }
            tell(outcome, report, peer, logger)
            return .success
        } catch let error as HeaderScanError {
            return refuse(.invalidArgumentValue, "\(error)", logger)
        } catch {
            return refuse(.processingFailure, "\(error)", logger)
        }
    }

    private func refuse(_ status: DIMSEStatus, _ reason: String, _ logger: Logger) -> DIMSEStatus {
        logger.warning("storage commitment report refused: \(reason)", metadata: ["status": "\(status)"])
        return status
    }

    private func tell(
        _ outcome: WorkListStore.CommitmentOutcome, _ report: CommitmentInformation, _ peer: Peer, _ logger: Logger
    ) {
        let reasons = outcome.reasonText
        logger.log(
            level: reasons.isEmpty ? .info : .error, "storage commitment reported by the peer",
            metadata: [
                "destination": "\(peer.name)", "transaction": "\(report.transactionUID)",
                "committed": "\(outcome.committed)", "sent_again": "\(outcome.sentAgain)",
                "failed": "\(outcome.failed)", "reasons": "\(reasons)",
            ])
        guard outcome.failed > 0 else { return }
        IncidentLog("commitment", in: workList, logger: logger).record(
            "\(peer.name) does not commit to \(outcome.failed) objects that were sent twice: \(reasons)",
            hint: "ask its administrator; thoraxctl outbox list --state delivered shows the objects")
    }
}
