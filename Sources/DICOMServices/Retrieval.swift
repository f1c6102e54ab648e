import DICOMCore
import DICOMNetwork
import Logging
import WorkList

/// One C-GET under way: its sub-operations and how they went (PS3.4 C.4.3).
struct Retrieval {
    private let message: Association.Message
    private let session: AssociationSession
    private var counts: SubOperationCounts
    private var failedInstances: [String] = []
    private var wasCancelled = false
    private var messageID: UInt16 = 0

    init(_ message: Association.Message, of count: Int, on session: AssociationSession) {
        self.message = message
        self.session = session
        counts = SubOperationCounts(remaining: count)
    }

    mutating func isCancelled() throws(NetworkError) -> Bool {
        if !wasCancelled { wasCancelled = try session.isCancelled(message) }
        return wasCancelled
    }

    /// Sends one object and says how far the retrieval is.
    mutating func send(_ instance: StoredInstance) throws(NetworkError) {
        counts.remaining -= 1
        let status = try store(instance)
        if status == .success {
            counts.completed += 1
            session.sent += 1
        } else if let status, status.isWarning {
            counts.warning += 1
            session.sent += 1
        } else {
            counts.failed += 1
            failedInstances.append(instance.sopInstanceUID)
        }
        guard counts.remaining > 0, !wasCancelled else { return }
        try session.association.send(
            CommandSet(respondingTo: message.command, status: .pending, counts: counts), in: message.context)
    }

    /// The peer's status for one object; `nil` where it could not be sent at all.
    private mutating func store(_ instance: StoredInstance) throws(NetworkError) -> DIMSEStatus? {
        let context = session.association.contexts.values.first {
            $0.requestorIsSCP && $0.abstractSyntax.description == instance.sopClassUID
                && $0.transferSyntax.uid.description == instance.transferSyntaxUID
        }
        guard let context, let uid = UID(instance.sopInstanceUID) else {
            log(instance, "its class and transfer syntax were not negotiated")
            return nil
        }
        let dataSet: StoredDataSet
        do {
            dataSet = try StoredDataSet(path: instance.path)
        } catch {
            log(instance, "\(error)")
            return nil
        }
        messageID &+= 1
        let request = CommandSet(storing: uid, of: context.abstractSyntax, messageID: messageID)
        try session.association.send(request, in: context, dataSet: dataSet)
        while true {
            guard let response = try session.association.receiveMessage() else { throw .closed }
            switch response.command.field {
            case .cancelRequest:
                wasCancelled = true
            case .storeResponse where response.command[.messageIDBeingRespondedTo] == messageID:
                return response.command[.status].map(DIMSEStatus.init)
            default:
                throw .protocolViolation("no response to a C-STORE sub-operation")
            }
        }
    }

    private func log(_ instance: StoredInstance, _ reason: String) {
        session.logger.warning("object not sent: \(reason)", metadata: ["instance": "\(instance.sopInstanceUID)"])
    }

    /// Sends the final response, with the identifiers of what failed (PS3.4 C.4.3.1.3.2).
    func finish() throws(NetworkError) {
        let status: DIMSEStatus =
            if wasCancelled {
                .cancel
            } else if counts.failed == 0 {
                counts.warning == 0 ? .success : .subOperationsCompleteWithFailures
            } else {
                counts.completed + counts.warning == 0
                    ? .unableToPerformSubOperations : .subOperationsCompleteWithFailures
            }
        var identifier: [UInt8]?
        if !failedInstances.isEmpty {
            let isImplicit = message.context.transferSyntax.encoding == .implicitLittleEndian
            var writer = DataSetWriter(isImplicit ? .implicitLittleEndian : .explicitLittleEndian)
            // A value of this representation is at most 64 KiB where the coding is explicit.
            let list = failedInstances.prefix(900).joined(separator: "\\")
            writer.append(.failedSOPInstanceUIDList, .uniqueIdentifier, list)
            identifier = writer.bytes
        }
        try session.association.send(
            CommandSet(
                respondingTo: message.command, status: status, counts: counts, hasDataSet: identifier != nil),
            in: message.context, dataSet: identifier)
    }
}
