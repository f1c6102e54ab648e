import Auditing
import Commitment
import DICOMCore
import DICOMNetwork
import Logging
import OperatorErrors

/// The state of one association and its counts for the log line at its end. Used only on the association's thread.
final class AssociationSession {
    let association: Association
    let caller: AdmissionPolicy.Caller
    /// Receives audit events that leave no row in the work list.
    let audit: AuditInbox
    private let callers: CallerLog
    /// Adds the peer and the calling AE title to every log line.
    let logger: Logger

    var stored = 0
    var refused = 0
    var queried = 0
    var sent = 0
    /// Bytes read of the current data set.
    var dataSetBytes = 0
    /// The transaction whose report was sent on this association and is not answered yet.
    var awaitedReport: CommitmentTransaction?

    init(
        _ association: Association, caller: AdmissionPolicy.Caller, callers: CallerLog, audit: AuditInbox,
        logger: Logger
    ) {
        self.callers = callers
        self.association = association
        self.caller = caller
        self.audit = audit
        var logger = logger
        logger[metadataKey: "peer"] = "\(association.request.peer)"
        logger[metadataKey: "calling"] = "\(caller.title)"
        if let peer = caller.peer { logger[metadataKey: "name"] = "\(peer.name)" }
        self.logger = logger
    }

    /// Counts an object that was not stored, and records its sender and why.
    func refuseObject(_ reason: any OperatorError) {
        refused += 1
        callers.record(association.request, peer: caller.peer, objectRefused: reason)
        NodeCounters.refused(.object, of: caller.peer)
    }

    var callingAETitle: AETitle { caller.title }

    /// The caller as the audit trail names it.
    var auditedCaller: AuditOccurrence.Caller {
        .init(aeTitle: caller.title.description, address: association.request.address)
    }

    var counts: Logger.Metadata {
        ["stored": "\(stored)", "refused": "\(refused)", "queries": "\(queried)", "sent": "\(sent)"]
    }

    /// Reads and discards the data set of a refused request.
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

    /// Reads a data set into memory; `nil` if it is longer than `limit` bytes.
    func smallDataSet(
        of message: Association.Message, limit: Int = 1 << 20
    ) throws(NetworkError) -> [UInt8]? {
        try association.smallDataSet(of: message, limit: limit)
    }
}
