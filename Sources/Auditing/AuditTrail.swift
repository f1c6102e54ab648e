package import Logging
package import WorkListDatabase

/// Extends the audit trail of a running daemon every second, from new rows of the work list and from reported
/// occurrences, and logs each message to the journal.
package final class AuditTrail: Sendable {
    private let inbox: AuditInbox
    private let source: AuditSource
    private let workList: WorkListStore
    private let logger: Logger
    private let outage: RepeatedCondition

    /// - Parameter inbox: where the daemon reports events that leave no row.
    package init(inbox: AuditInbox, source: AuditSource, workList: WorkListStore, logger: Logger) {
        self.inbox = inbox
        self.source = source
        self.workList = workList
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "writing the audit trail again")
    }

    /// Records everything that happened since the last call. If the work list fails, reported events are kept for the
    /// next call, as many as the inbox can hold. Blocks.
    ///
    /// - Parameter isLast: whether the daemon ends.
    package func extend(isLast: Bool = false) {
        let occurrences = inbox.take(isLast: isLast)
        outage.watch("cannot write the audit trail") {
            var step: (records: [AuditRecord], isMore: Bool)
            do {
                step = try workList.extendAuditTrail(with: occurrences, of: source)
            } catch {
                inbox.takeBack(occurrences)
                throw error
            }
            step.records.forEach(log)
            while step.isMore {
                step = try workList.extendAuditTrail(with: [], of: source)
                step.records.forEach(log)
            }
        }
    }

    /// Logs a message to the journal without the patient. The hash is included, so that the journal can confirm the
    /// trail.
    private func log(_ record: AuditRecord) {
        let name = AuditEventID(rawValue: record.event)?.meaning ?? record.event
        var metadata: Logger.Metadata = [
            "audit.id": "\(record.id)", "audit.event": "\(record.event)", "audit.outcome": "\(record.outcome)",
            "audit.hash": "\(record.anchor.hexadecimalHash)",
        ]
        if let study = record.studyInstanceUID { metadata["study.uid"] = "\(study)" }
        logger.info("\(name)", metadata: metadata)
    }
}
