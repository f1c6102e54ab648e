import DICOMCore
import DICOMNetwork
import Query
import WorkListDatabase

/// Retrieval (PS3.4 Annex C) as SCP: C-GET, stored objects back over the same association as the bytes they are.
///
/// Nothing is converted: an object whose transfer syntax was not negotiated for its class is a failed sub-operation.
struct GetService: ServiceClass {
    private let query: IndexQuery

    init(query: IndexQuery) { self.query = query }

    static let offers: [UID: NegotiationPolicy.Offer] = {
        let syntaxes: [TransferSyntax] = [.implicitVRLittleEndian, .explicitVRLittleEndian]
        var offers: [UID: NegotiationPolicy.Offer] = [
            SOPClass.studyRootGet: .init(transferSyntaxes: syntaxes),
            SOPClass.patientRootGet: .init(transferSyntaxes: syntaxes),
        ]
        for sopClass in SOPClass.storedImages {
            offers[sopClass] = .init(
                transferSyntaxes: TransferSyntax.all, isSCP: false, isSCU: true, mostHeld: .explicitVRLittleEndian)
        }
        for sopClass in SOPClass.storedDocuments {
            offers[sopClass] = .init(
                transferSyntaxes: TransferSyntax.ofDocuments, isSCP: false, isSCU: true,
                mostHeld: .implicitVRLittleEndian)
        }
        return offers
    }()

    static let permission: Peer.Permission? = .retrieve
    static let requests: Set<CommandSet.Field> = [.getRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        guard
            let instances = try session.instances(askedBy: message, patientRoot: SOPClass.patientRootGet, query)
        else { return }
        let audit = RetrievalAudit(of: instances, to: nil, on: session)
        defer { audit.end() }
        var operations = SubOperations(of: message, count: instances.count, on: session, audit: audit)
        for (number, instance) in instances.enumerated() {
            if try operations.isCancelled() { break }
            let status = try store(
                instance, messageID: UInt16(truncatingIfNeeded: number + 1), over: session.association, &operations)
            try operations.record(instance, status)
        }
        try operations.finish()
    }

    /// The peer's status for one object; `nil` where it could not be sent at all.
    private func store(
        _ instance: StoredInstance, messageID: UInt16, over association: Association, _ operations: inout SubOperations
    ) throws(NetworkError) -> DIMSEStatus? {
        let context = association.contexts.values.first {
            $0.requestorIsSCP && $0.abstractSyntax.description == instance.sopClassUID
                && $0.transferSyntax.uid.description == instance.transferSyntaxUID
        }
        guard let context, let uid = UID(instance.sopInstanceUID) else {
            operations.log(instance, "its class and transfer syntax were not negotiated")
            return nil
        }
        let dataSet: StoredDataSet
        do {
            dataSet = try StoredDataSet(path: instance.path, byteCount: instance.byteCount)
        } catch {
            operations.log(instance, "\(error)")
            return nil
        }
        let request = CommandSet(storing: uid, of: context.abstractSyntax, messageID: messageID)
        try association.send(request, in: context, dataSet: dataSet)
        while true {
            guard let response = try association.receiveMessage() else { throw .closed }
            switch response.command.field {
            case .cancelRequest:
                operations.received(cancellation: response.command)
            case .storeResponse where response.command[.messageIDBeingRespondedTo] == messageID:
                return response.command[.status].map(DIMSEStatus.init)
            default:
                throw .protocolViolation("no response to a C-STORE sub-operation")
            }
        }
    }
}
