import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import WorkListDatabase

/// What one lane tells: each outcome once to the log, and to the incidents what needs a person.
struct DeliveryJournal: Sendable {
    private let destination: String
    private let logger: Logger
    private let incidents: IncidentLog
    /// The destination takes nothing.
    private let outage: RepeatedCondition
    /// The outbox cannot be used.
    private let workListOutage: RepeatedCondition

    init(peer: Peer, workList: WorkListStore, logger: Logger) {
        destination = peer.name
        var logger = logger
        logger[metadataKey: "destination"] = "\(peer.name)"
        self.logger = logger
        incidents = IncidentLog("delivery", in: workList, logger: logger)
        outage = RepeatedCondition(in: incidents, end: "the destination works again")
        workListOutage = RepeatedCondition(logger: logger, end: "the outbox works again")
    }

    /// - Parameters:
    ///   - status: the destination's answer, where it gave one.
    ///   - reason: why it is not delivered.
    func settled(_ row: OutboxRow, _ response: StoreResponse, status: DIMSEStatus?, reason: String?) {
        var metadata: Logger.Metadata = ["instance": "\(row.instance.sopInstanceUID)", "attempt": "\(row.attempt)"]
        if let status { metadata["status"] = "\(status)" }
        DeliveryCounters.settled(row, response, to: destination)
        switch response {
        case .stored, .storedWithWarning, .duplicate: logger.info("delivered", metadata: metadata)
        case .transient, .notAuthorized: logger.warning("deferred: \(reason ?? "")", metadata: metadata)
        case .permanent: logger.error("not delivered: \(reason ?? "")", metadata: metadata)
        }
    }

    /// - Parameter refusals: objects refused for good by reason, of one association.
    func refused(_ refusals: [String: Int]) {
        for (reason, count) in refusals.sorted(by: { $0.key < $1.key }) {
            incidents.record(
                "\(destination): \(count) not delivered: \(reason)",
                hint: "mend the cause, then: thoraxctl outbox retry --destination \(destination)")
        }
    }

    /// - Parameters:
    ///   - failures: of the destination since it last took anything.
    ///   - deferred: what waits on.
    ///   - failed: what has been given up.
    func destinationFailed(_ error: NetworkError, failures: Int, until: Date, deferred: Int, failed: Int) {
        DeliveryCounters.destinationFailed(destination, error)
        outage.isMet(
            "\(destination) takes nothing", error,
            metadata: [
                "failures": "\(failures)", "waiting": "\(deferred)", "given_up": "\(failed)",
                "next_attempt_seconds": "\(Int(until.timeIntervalSinceNow.rounded()))",
            ])
        if failed > 0 {
            incidents.report(
                "\(destination): \(failed) given up: \(error)",
                hint: "\(error.hint) Then: thoraxctl outbox retry --destination \(destination)")
        }
    }

    func destinationWorks() { outage.isOver() }

    func workListRefused(_ error: any Error) { workListOutage.isMet("cannot work on the outbox", error) }

    func workListWorks() { workListOutage.isOver() }
}
