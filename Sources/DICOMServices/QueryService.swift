import Auditing
import DICOMCore
import DICOMNetwork
import Logging
import Query
import WorkListDatabase

/// Query (PS3.4 Annex C) as SCP: C-FIND in the Patient and Study Root information models.
struct QueryService: ServiceClass {
    private let query: IndexQuery
    private let aeTitle: AETitle

    init(query: IndexQuery, aeTitle: AETitle) {
        self.query = query
        self.aeTitle = aeTitle
    }

    static let offers: [UID: NegotiationPolicy.Offer] = [
        SOPClass.studyRootFind: .init(transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian]),
        SOPClass.patientRootFind: .init(transferSyntaxes: [.implicitVRLittleEndian, .explicitVRLittleEndian]),
    ]

    static let permission: Peer.Permission? = .query
    static let requests: Set<CommandSet.Field> = [.findRequest]

    func answer(_ message: Association.Message, on session: AssociationSession) throws(NetworkError) {
        session.queried += 1
        guard let bytes = try session.smallDataSet(of: message) else {
            return try session.respond(to: message, .outOfResources, comment: "Identifier too long")
        }
        var failure: String?
        defer { session.audit(message, identifier: bytes, failure: failure) }
        do {
            let identifier = try QueryIdentifier(bytes, transferSyntax: message.context.transferSyntax)
            let root: IndexQuery.Root = message.context.abstractSyntax == SOPClass.patientRootFind ? .patient : .study
            var matches = try query.find(root, identifier.asked)
            let pending: DIMSEStatus = matches.hasUnsupportedKeys ? .pendingWithUnsupportedKeys : .pending
            while let answer = try matches.next() {
                if try session.isCancelled(message) { return try session.respond(to: message, .cancel) }
                try session.association.send(
                    CommandSet(respondingTo: message.command, status: pending, hasDataSet: true), in: message.context,
                    dataSet: identifier.encode(answer, level: matches.level.rawValue, retrieveAETitle: aeTitle),
                    moreFollows: true)
            }
            // Reporting success for a truncated list would hide matches.
            if matches.isCut {
                return try session.respond(
                    to: message, .outOfResources,
                    comment: "Only the first \(query.maximumResults) matches; narrow the query")
            }
        } catch let error as NetworkError {
            throw error
        } catch {
            failure = "\(error)"
            return try session.refuse(message, error)
        }
        try session.respond(to: message, .success)
    }
}

extension AssociationSession {
    /// Adds a query to the audit trail.
    ///
    /// - Parameter failure: why the query failed; nil if it was answered.
    fileprivate func audit(_ message: Association.Message, identifier: [UInt8], failure: String?) {
        audit.add(
            .queried(
                by: auditedCaller,
                .init(
                    sopClassUID: message.context.abstractSyntax.description,
                    transferSyntaxUID: message.context.transferSyntax.uid.description, identifier: identifier,
                    failure: failure)))
    }

    /// Refuses a query or retrieval if its identifier is invalid or the work list cannot answer now.
    func refuse(_ message: Association.Message, _ error: any Error) throws(NetworkError) {
        logger.warning("query refused: \(error)")
        let isTooCostly = error is ReadBudget.Exceeded
        try respond(
            to: message, error,
            orElse: isTooCostly ? "Too much to read; narrow the query" : "Cannot be answered now; try again later")
    }

    /// Responds to a failed request with the status of its error.
    ///
    /// - Parameter comment: the error comment if the request is not the cause, so that the peer learns nothing about
    ///   this machine.
    func respond(
        to message: Association.Message, _ error: any Error, orElse comment: String
    ) throws(NetworkError) {
        let status = DIMSEStatus(error)
        try respond(to: message, status, comment: status == .outOfResources ? comment : "\(error)")
    }

    /// Whether the peer has cancelled the current operation; a cancellation of another one has no effect. Any other
    /// request is a protocol violation, because the node negotiates one operation at a time (PS3.7 D.3.3.3).
    func isCancelled(_ message: Association.Message) throws(NetworkError) -> Bool {
        guard association.hasInput else { return false }
        guard let next = try association.receiveMessage() else { throw .closed }
        guard next.command.field == .cancelRequest else {
            throw .protocolViolation("it sent a request while another is in progress")
        }
        return next.command[.messageIDBeingRespondedTo] == message.command[.messageID]
    }
}
