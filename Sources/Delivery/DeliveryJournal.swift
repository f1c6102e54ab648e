import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Logging
import WorkListDatabase

/// What one lane tells: each outcome once to the log, and to the incidents what needs a person.
struct DeliveryJournal: Sendable {
    private let destination: String
    private let workList: WorkListStore
    private let logger: Logger

    init(peer: Peer, workList: WorkListStore, logger: Logger) {
        destination = peer.name
        self.workList = workList
        var logger = logger
        logger[metadataKey: "destination"] = "\(peer.name)"
        self.logger = logger
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
            incident(
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
        logger.error(
            "the destination takes nothing: \(error)",
            metadata: [
                "failures": "\(failures)", "waiting": "\(deferred)", "given_up": "\(failed)",
                "next_attempt_seconds": "\(Int(until.timeIntervalSinceNow.rounded()))", "hint": "\(error.hint)",
            ])
        // Once for each time it goes down, and again when something is lost by it.
        if failures == 1 { incident("\(destination) takes nothing: \(error)", hint: error.hint) }
        if failed > 0 {
            incident(
                "\(destination): \(failed) given up: \(error)",
                hint: "\(error.hint) Then: thoraxctl outbox retry --destination \(destination)")
        }
    }

    func destinationWorks(after failures: Int) {
        logger.notice("the destination works again", metadata: ["failures": "\(failures)"])
    }

    func workListRefused(_ error: any Error) { logger.error("the outbox cannot be worked on: \(error)") }

    private func incident(_ message: String, hint: String) {
        do {
            try workList.record(Incident(source: "delivery", message: message, hint: hint))
        } catch {
            logger.error("an incident cannot be recorded: \(error)")
        }
    }
}
