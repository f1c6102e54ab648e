package import DICOMNetwork
import Glibc
package import Logging
import Platform
import Synchronization
package import WorkListDatabase

/// Hands the audit trail to a collector, message by message, on a thread of its own: a collector that is down holds up
/// nothing, and what it missed waits in the trail.
package final class SyslogLane: Lane {
    /// Where the collector is, and who it has to be.
    package struct Collector: Sendable {
        package let host: String
        package let port: UInt16
        package let security: TLSContext

        package init(host: String, port: UInt16, security: TLSContext) {
            self.host = host
            self.port = port
            self.security = security
        }
    }

    package let threadName = "syslog"
    private let collector: Collector
    private let source: AuditSource
    private let workList: WorkListStore
    private let logger: Logger
    private let interval: Duration
    private let isStopping = Atomic(false)
    private let isDone = Atomic(false)

    /// Messages in one go, after which the mark of what was sent is set.
    private static let batch = 100
    /// The first pause after a failure; it doubles up to the longest.
    private static let firstPause = Duration.seconds(1)
    private static let longestPause = Duration.seconds(60)

    /// - Parameter interval: between two looks for new messages.
    package init(
        to collector: Collector, source: AuditSource, workList: WorkListStore, interval: Duration = .seconds(1),
        logger: Logger
    ) {
        self.collector = collector
        self.source = source
        self.workList = workList
        self.interval = interval
        self.logger = logger
    }

    package func stop() { isStopping.store(true, ordering: .relaxed) }

    package var hasEnded: Bool { isDone.load(ordering: .acquiring) }

    /// Sends what the collector has not had until told to stop; blocks its thread.
    package func run() {
        defer { isDone.store(true, ordering: .releasing) }
        var connection: SyslogConnection?
        var failures = 0
        while !mustStop {
            do {
                while !mustStop, try sendBatch(over: &connection) {}
                if failures > 0 {
                    logger.notice("the collector takes audit messages again", metadata: ["failures": "\(failures)"])
                }
                failures = 0
                wait(interval)
            } catch {
                connection = nil
                failures += 1
                tell(error, failures)
                wait(Self.pause(after: failures))
            }
        }
    }

    /// - Returns: whether there was anything to send.
    private func sendBatch(over connection: inout SyslogConnection?) throws -> Bool {
        let records = try workList.auditRecords(after: try workList.auditMessagesSent(), limit: Self.batch)
        guard let last = records.last else { return false }
        let open =
            try connection
            ?? SyslogConnection(to: collector.host, port: collector.port, security: collector.security)
        connection = open
        try open.send(records.map { SyslogMessage($0, host: source.host, processID: source.processID).bytes })
        try workList.setAuditMessagesSent(last.id)
        return true
    }

    /// One line and one incident for each time it goes down.
    private func tell(_ error: any Error, _ failures: Int) {
        let hint = (error as? NetworkError)?.hint ?? (error as? WorkListError)?.hint ?? "see the message"
        guard failures == 1 else { return logger.debug("the collector takes no audit messages: \(error)") }
        logger.error("the collector takes no audit messages: \(error)", metadata: ["hint": "\(hint)"])
        do {
            try workList.record(
                Incident(source: "audit", message: "the collector takes no audit messages: \(error)", hint: hint))
        } catch {
            logger.error("an incident cannot be recorded: \(error)")
        }
    }

    private static func pause(after failures: Int) -> Duration {
        min(longestPause, firstPause * (1 << min(failures - 1, 6)))
    }

    private var mustStop: Bool { isStopping.load(ordering: .relaxed) }

    private func wait(_ duration: Duration) {
        let end = ContinuousClock.now + duration
        while !mustStop, ContinuousClock.now < end { usleep(20_000) }
    }
}
