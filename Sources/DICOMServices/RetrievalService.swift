import DICOMCore
import DICOMNetwork
import Logging
import Query
import WorkList

/// Retrieval (PS3.4 Annex C) as SCP: C-GET, stored objects back over the same association as the bytes they are.
///
/// Nothing is converted: an object whose transfer syntax was not negotiated for its class is a failed sub-operation.
struct RetrievalService: ServiceClass {
    private let query: IndexQuery

    init(query: IndexQuery) { self.query = query }

    let offers: [UID: NegotiationPolicy.Offer] = {
        let syntaxes: [TransferSyntax] = [.implicitVRLittleEndian, .explicitVRLittleEndian]
        var offers: [UID: NegotiationPolicy.Offer] = [
            SOPClass.studyRootGet: .init(transferSyntaxes: syntaxes),
            SOPClass.patientRootGet: .init(transferSyntaxes: syntaxes),
        ]
        for sopClass in SOPClass.storedImages {
            offers[sopClass] = .init(transferSyntaxes: TransferSyntax.all, isSCP: false, isSCU: true)
        }
        for sopClass in SOPClass.reports {
            offers[sopClass] = .init(transferSyntaxes: syntaxes, isSCP: false, isSCU: true)
        }
        return offers
    }()

    let permission: Peer.Permission? = .retrieve
    let requests: Set<CommandSet.Field> = [.getRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        guard let bytes = try session.smallDataSet(of: message) else {
            return try session.respond(to: message, .outOfResources, comment: "Identifier too long")
        }
        let instances: [StoredInstance]
        do {
            let identifier = try QueryIdentifier(bytes, transferSyntax: message.context.transferSyntax)
            let root: IndexQuery.Root = message.context.abstractSyntax == SOPClass.patientRootGet ? .patient : .study
            instances = try query.instances(root, identifier.keys)
        } catch {
            return try session.refuse(message, error)
        }
        var retrieval = Retrieval(message, of: instances.count, on: session)
        for instance in instances {
            if try retrieval.isCancelled() { break }
            try retrieval.send(instance)
        }
        try retrieval.finish()
    }
}
