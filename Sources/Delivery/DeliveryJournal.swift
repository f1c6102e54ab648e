import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import WorkListDatabase

/// Reports for one lane: logs each outcome once, and records an incident for what needs an administrator.
struct DeliveryJournal: Sendable {
    private let destination: String
    private let logger: Logger
    private let incidents: IncidentLog
    /// Lasts while the destination accepts no objects.
    private let outage: RepeatedCondition
    /// Lasts while the outbox cannot be read or written.
    private let workListOutage: RepeatedCondition
    private let refused: RefusedRows

    init(peer: Peer, workList: WorkListStore, logger: Logger) {
        destination = peer.name
        var logger = logger
        logger[metadataKey: "destination"] = "\(peer.name)"
        self.logger = logger
        incidents = IncidentLog("delivery", in: workList, logger: logger)
        outage = RepeatedCondition(in: incidents, end: "the destination accepts objects again")
        workListOutage = RepeatedCondition(logger: logger, end: "the outbox is accessible again")
        refused = RefusedRows(in: incidents)
    }

    /// Reports that the outcome of one delivery cannot be stored.
    ///
    /// - Throws: the error, if the other rows would meet it too.
    func rowRefused(_ row: OutboxRow, _ error: any Error) throws {
        try refused.note(
            row.id, "\(destination): the outcome of delivery \(row.id) cannot be stored", error,
            study: row.instance.studyInstanceUID, metadata: ["instance": "\(row.instance.sopInstanceUID)"])
    }

    /// Notes that a delivery whose outcome could not be stored is not tried again.
    func rowGivenUp(_ row: OutboxRow) { refused.took(row.id) }

    /// - Parameters:
    ///   - status: the status of the destination's response, if it sent one.
    ///   - reason: why the object was not delivered.
    func settled(_ row: OutboxRow, _ response: StoreResponse, status: DIMSEStatus?, reason: String?) {
        var metadata: Logger.Metadata = ["instance": "\(row.instance.sopInstanceUID)", "attempt": "\(row.attempt)"]
        if let status { metadata["status"] = "\(status)" }
        DeliveryCounters.settled(row, response, to: destination)
        refused.took(row.id)
        switch response {
        case .stored, .storedWithWarning, .duplicate: logger.info("delivered", metadata: metadata)
        case .transient, .notAuthorized: logger.warning("deferred: \(reason ?? "")", metadata: metadata)
        case .permanent: logger.error("not delivered: \(reason ?? "")", metadata: metadata)
        }
    }

    /// - Parameter refusals: the studies of the permanently refused objects on one association, by reason.
    func refused(_ refusals: [String: [String]]) {
        for (reason, studies) in refusals.sorted(by: { $0.key < $1.key }) {
            incidents.record(
                "\(destination): \(studies.count) not delivered: \(reason)",
                hint: "fix the cause, then run: thoraxctl outbox retry --destination \(destination)",
                study: Set(studies).count == 1 ? studies.first : nil, cause: .deliveries(to: destination))
        }
    }

    /// - Parameters:
    ///   - failures: failures in a row since the destination last accepted an object.
    ///   - deferred: the number of deliveries that will be retried.
    ///   - failed: the number of deliveries that were given up.
    func destinationFailed(_ error: NetworkError, failures: Int, until: Date, deferred: Int, failed: Int) {
        DeliveryCounters.destinationFailed(destination, error)
        outage.isMet(
            "\(destination) accepts no objects", error,
            metadata: [
                "failures": "\(failures)", "waiting": "\(deferred)", "given_up": "\(failed)",
                "next_attempt_seconds": "\(Int(until.timeIntervalSinceNow.rounded()))",
            ])
        if failed > 0 {
            incidents.report(
                "\(destination): \(failed) given up: \(error)",
                hint: "\(error.hint) Then run: thoraxctl outbox retry --destination \(destination)",
                cause: .deliveries(to: destination))
        }
    }

    func destinationWorks() { outage.isOver() }

    func workListRefused(_ error: any Error) { workListOutage.isMet("cannot access the outbox", error) }

    func workListWorks() { workListOutage.isOver() }
}
