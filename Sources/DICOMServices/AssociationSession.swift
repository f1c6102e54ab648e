import Auditing
import Commitment
import DICOMCore
import DICOMNetwork
import Logging

/// What one association did, for the line that is logged at its end. Belongs to the association's thread.
final class AssociationSession {
    let association: Association
    let caller: AdmissionPolicy.Caller
    /// Takes what it does that leaves no row in the work list.
    let audit: AuditInbox
    /// Names the association in every line.
    let logger: Logger

    var stored = 0
    var refused = 0
    var queried = 0
    var sent = 0
    /// Bytes read of the data set in hand.
    var dataSetBytes = 0
    /// A storage commitment report that was sent on this association and is not answered yet.
    var awaitedReport: CommitmentTransaction?

    init(_ association: Association, caller: AdmissionPolicy.Caller, audit: AuditInbox, logger: Logger) {
        self.association = association
        self.caller = caller
        self.audit = audit
        var logger = logger
        logger[metadataKey: "peer"] = "\(association.request.peer)"
        logger[metadataKey: "calling"] = "\(caller.title)"
        if let peer = caller.peer { logger[metadataKey: "name"] = "\(peer.name)" }
        self.logger = logger
    }

    var callingAETitle: AETitle { caller.title }

    /// The caller as the audit trail names it.
    var auditedCaller: AuditOccurrence.Caller {
        .init(aeTitle: caller.title.description, address: association.request.address)
    }

    var counts: Logger.Metadata {
        ["stored": "\(stored)", "refused": "\(refused)", "queries": "\(queried)", "sent": "\(sent)"]
    }

    /// Reads the data set of a request that is refused.
    func skipDataSet(of message: Association.Message) throws(NetworkError) {
        if message.command.hasDataSet { try association.receiveDataSet(of: message) { dataSetBytes += $0.count } }
    }

    /// Sends a response without a data set.
    func respond(
        to message: Association.Message, _ status: DIMSEStatus, comment: String? = nil
    ) throws(NetworkError) {
        NodeCounters.answered(message.command.field, by: caller.peer, status)
        try association.send(
            CommandSet(respondingTo: message.command, status: status, comment: comment), in: message.context)
    }

    /// Reads a data set that is to be held in memory; `nil` where it is longer than that allows.
    func smallDataSet(
        of message: Association.Message, limit: Int = 1 << 20
    ) throws(NetworkError) -> [UInt8]? {
        try association.smallDataSet(of: message, limit: limit)
    }
}
