import DICOMCore
import DICOMNetwork
import Query
import WorkListDatabase

/// Retrieval (PS3.4 Annex C) as SCP: C-GET sends stored objects over the association of the request.
///
/// An object is sent as it is stored if its transfer syntax was negotiated for its SOP class, otherwise rewritten in
/// Explicit or Implicit VR Little Endian if possible, with compressed pixels decoded; otherwise the sub-operation fails.
struct GetService: ServiceClass {
    private let query: IndexQuery
    private let decoding: (any ImageDecoding)?

    init(query: IndexQuery, decoding: (any ImageDecoding)? = nil) {
        self.query = query
        self.decoding = decoding
    }

    static let offers: [UID: NegotiationPolicy.Offer] = {
        let syntaxes: [TransferSyntax] = [.implicitVRLittleEndian, .explicitVRLittleEndian]
        var offers: [UID: NegotiationPolicy.Offer] = [
            SOPClass.studyRootGet: .init(transferSyntaxes: syntaxes),
            SOPClass.patientRootGet: .init(transferSyntaxes: syntaxes),
        ]
        for (classes, transferSyntaxes) in [
            (SOPClass.storedImages, TransferSyntax.all), (SOPClass.storedDocuments, TransferSyntax.ofDocuments),
        ] {
            for sopClass in classes {
                offers[sopClass] = .init(
                    transferSyntaxes: transferSyntaxes, isSCP: false, isSCU: true, preferred: .implicitVRLittleEndian)
            }
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
        var user = StorageUser(session.association, as: .acceptor, decoding: decoding)
        for instance in instances {
            if try operations.isCancelled() { break }
            switch try user.store(instance, cancelled: { operations.received(cancellation: $0) }) {
            case .answered(let status):
                try operations.record(instance, status)
            case .notNegotiated:
                operations.log(instance, "its class and transfer syntax were not negotiated")
                try operations.record(instance, nil)
            case .notConvertible(let reason):
                operations.log(instance, reason)
                try operations.record(instance, nil)
            case .notDecoded(let error):
                operations.log(instance, "\(error)")
                try operations.record(instance, nil)
            case .unreadable(let error):
                operations.log(instance, "\(error)")
                try operations.record(instance, nil)
            }
        }
        try operations.finish()
    }
}
