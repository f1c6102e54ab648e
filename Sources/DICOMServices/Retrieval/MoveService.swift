import DICOMCore
import DICOMNetwork
import Logging
import Query

/// Retrieval (PS3.4 Annex C) as SCP: C-MOVE sends stored objects to a configured peer.
///
/// An object is sent as it is stored if the destination accepts that, otherwise rewritten in Implicit VR Little Endian if
/// possible; otherwise the sub-operation fails. Failed sub-operations are not retried; that is up to the requester.
struct MoveService: ServiceClass {
    private let query: IndexQuery
    private let peers: PeerDirectory
    private let requestor: AssociationRequestor
    private let decoding: (any ImageDecoding)?

    init(
        query: IndexQuery, peers: PeerDirectory, requestor: AssociationRequestor,
        decoding: (any ImageDecoding)? = nil
    ) {
        self.decoding = decoding
        self.query = query
        self.peers = peers
        self.requestor = requestor
    }

    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.studyRootMove: .init(transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian]),
        SOPClass.patientRootMove: .init(transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian]),
    ]

    static let permission: Peer.Permission? = .retrieve
    static let requests: Set<CommandSet.Field> = [.moveRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        let title = message.command.text(.moveDestination).flatMap { AETitle($0) }
        guard let destination = title.flatMap({ peers.destination(titled: $0) }) else {
            session.logger.warning("move refused: the destination is not configured")
            try session.skipDataSet(of: message)
            return try session.respond(
                to: message, .moveDestinationUnknown, comment: "The move destination is not a configured peer")
        }
        guard
            let instances = try session.instances(askedBy: message, patientRoot: SOPClass.patientRootMove, query)
        else { return }
        let audit = RetrievalAudit(of: instances, to: destination, on: session)
        defer { audit.end() }
        var operations = SubOperations(of: message, count: instances.count, on: session, audit: audit)
        let originator = (session.callingAETitle, message.command[.messageID] ?? 0)
        var comment: String?
        for batch in StorageBatch.split(instances, object: \.self) {
            let receiver = MoveDestination(
                destination, proposing: batch.proposals, through: requestor, decoding: decoding,
                originator: originator)
            for (place, instance) in batch.elements.enumerated() {
                if try operations.isCancelled() { break }
                if let reason = receiver.reasonToGiveUp {
                    session.logger.warning("move given up: \(reason)", metadata: ["destination": "\(destination.name)"])
                    comment = "The move destination failed"
                    operations.fail(batch.elements[place...])
                    break
                }
                let outcome = receiver.store(instance)
                if case .failure(let error) = outcome { operations.log(instance, "\(error)") }
                try operations.record(instance, try? outcome.get())
            }
            receiver.release()
        }
        try operations.finish(comment: comment)
    }
}
