package import DICOMNetwork
package import FoundationEssentials
package import Logging
package import Platform
package import WorkListDatabase

/// Sends the audit trail to a collector in order, on its own thread. If the collector is down nothing else waits, and
/// unsent messages stay in the trail.
package final class SyslogLane: Lane {
    /// Address and TLS identity of the collector.
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

    package let loop = Loop("syslog")
    private let collector: Collector
    private let source: AuditSource
    private let workList: WorkListStore
    private let outage: RepeatedCondition

    /// Messages to send before the position is saved.
    private static let batch = 100
    /// Back-off after failures of the collector.
    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    package init(
        to collector: Collector, source: AuditSource, workList: WorkListStore,
        logger: Logger
    ) {
        self.collector = collector
        self.source = source
        self.workList = workList
        outage = RepeatedCondition(
            in: IncidentLog("audit", in: workList, logger: logger), end: "audit messages are being sent again")
        workList.whenRowsCome(.auditMessages) { [weak loop] in loop?.wake() }
    }

    /// When the certificate expires that the collector is shown; nil without one.
    package var certificateExpiry: Date? { collector.security.expiry }

    /// Sends pending messages until the lane is stopped.
    package func work() {
        var connection: SyslogConnection?
        var backOff = Self.pauses
        while !loop.isStopped {
            do {
                while !loop.isStopped, try sendBatch(over: &connection) { loop.heartbeat.beat() }
                outage.isOver()
                backOff.reset()
                loop.wait()
            } catch {
                connection = nil
                outage.isMet("cannot send audit messages to the collector", error)
                loop.pause(for: backOff.failed())
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
}

extension AwaitedRows {
    /// Messages of the audit trail.
    fileprivate static let auditMessages = AwaitedRows(of: ["auditMessage"])
}
