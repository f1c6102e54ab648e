import DICOMCore
import DICOMNetwork
import Logging
import WorkListDatabase

/// Tracks the sub-operations of one C-GET or C-MOVE and sends its responses (PS3.4 C.4.2, C.4.3).
struct SubOperations {
    private let message: Association.Message
    private let session: AssociationSession
    private var counts: SubOperationCounts
    private var failedInstances: [String] = []
    private var wasCancelled = false
    private let audit: RetrievalAudit

    /// - Parameter audit: the audit of the same retrieval; the caller ends it.
    init(of message: Association.Message, count: Int, on session: AssociationSession, audit: RetrievalAudit) {
        self.message = message
        self.session = session
        self.audit = audit
        counts = SubOperationCounts(remaining: count)
    }

    /// Whether the requester has cancelled the retrieval.
    mutating func isCancelled() throws(NetworkError) -> Bool {
        if !wasCancelled { wasCancelled = try session.isCancelled(message) }
        return wasCancelled
    }

    /// Handles a cancellation received while waiting for a response; one of another operation has no effect.
    mutating func received(cancellation: CommandSet) {
        if cancellation[.messageIDBeingRespondedTo] == message.command[.messageID] { wasCancelled = true }
    }

    /// Records one sub-operation and sends a pending response with the counts.
    ///
    /// - Parameter status: status of the C-STORE response; `nil` if the object could not be sent.
    mutating func record(_ instance: StoredInstance, _ status: DIMSEStatus?) throws(NetworkError) {
        counts.remaining -= 1
        let response = status.map(StoreResponse.init)
        let isSent = response?.isStored ?? false
        NodeCounters.retrieved(isSent: isSent, by: session.caller.peer)
        if isSent {
            if response == .stored { counts.completed += 1 } else { counts.warning += 1 }
            session.sent += 1
            audit.sent(instance)
        } else {
            counts.failed += 1
            failedInstances.append(instance.sopInstanceUID)
            if let status { log(instance, "the receiver answered \(status)") }
        }
        guard counts.remaining > 0, !wasCancelled else { return }
        try session.association.send(
            CommandSet(respondingTo: message.command, status: .pending, counts: counts), in: message.context)
    }

    /// Records sub-operations that are given up as failed.
    mutating func fail(_ instances: some Sequence<StoredInstance>) {
        for instance in instances {
            NodeCounters.retrieved(isSent: false, by: session.caller.peer)
            counts.remaining -= 1
            counts.failed += 1
            failedInstances.append(instance.sopInstanceUID)
        }
    }

    /// Logs why an object was not sent.
    func log(_ instance: StoredInstance, _ reason: String) {
        session.logger.warning("object not sent: \(reason)", metadata: ["instance": "\(instance.sopInstanceUID)"])
    }

    /// Sends the final response, with the UIDs of the failed instances (PS3.4 C.4.2.1.4.2, C.4.3.1.3.2).
    func finish(comment: String? = nil) throws(NetworkError) {
        var identifier: [UInt8]?
        if !failedInstances.isEmpty {
            let isImplicit = message.context.transferSyntax.encoding == .implicitLittleEndian
            var writer = DataSetWriter(isImplicit ? .implicitLittleEndian : .explicitLittleEndian)
            // In Explicit VR, a value of VR UI is at most 64 KiB long.
            let list = failedInstances.prefix(900).joined(separator: "\\")
            writer.append(.failedSOPInstanceUIDList, .uniqueIdentifier, list)
            identifier = writer.bytes
        }
        NodeCounters.answered(message.command.field, by: session.caller.peer, status)
        try session.association.send(
            CommandSet(
                respondingTo: message.command, status: status, counts: counts, comment: comment,
                hasDataSet: identifier != nil),
            in: message.context, dataSet: identifier)
    }

    /// The status of the final response (PS3.4 Tables C.4-2 and C.4-3).
    private var status: DIMSEStatus {
        if wasCancelled { return .cancel }
        if counts.failed == 0 { return counts.warning == 0 ? .success : .subOperationsCompleteWithFailures }
        return counts.completed + counts.warning == 0
            ? .unableToPerformSubOperations : .subOperationsCompleteWithFailures
    }
}
