package import Logging
package import WorkListDatabase

/// Keeps the audit trail of a running daemon: what the work list's rows tell and what is handed over, every second, and
/// a line of each for the journal.
package final class AuditTrail: Sendable {
    private let inbox: AuditInbox
    private let source: AuditSource
    private let workList: WorkListStore
    private let logger: Logger
    private let outage: RepeatedCondition

    /// - Parameter inbox: what the parts of the daemon hand events to that leave no row.
    package init(inbox: AuditInbox, source: AuditSource, workList: WorkListStore, logger: Logger) {
        self.inbox = inbox
        self.source = source
        self.workList = workList
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "the audit trail is written again")
    }

    /// Writes down what has happened since the last call. Where the work list refuses, events that were handed over wait
    /// for the next one, as many as there is room for. Blocks.
    package func extend() {
        let occurrences = inbox.take()
        outage.watch("the audit trail cannot be written") {
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

    /// What the journal may know of a message: no patient, but the hash, so that the journal bears witness to the trail.
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
