package import DICOMNetwork
package import Logging
package import Platform
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

    package let loop = Loop("syslog")
    private let collector: Collector
    private let source: AuditSource
    private let workList: WorkListStore
    private let outage: RepeatedCondition

    /// Messages in one go, after which the mark of what was sent is set.
    private static let batch = 100
    /// After failures of the collector.
    private static let pauses = BackOff(first: .seconds(1), longest: .seconds(60))

    package init(
        to collector: Collector, source: AuditSource, workList: WorkListStore,
        logger: Logger
    ) {
        self.collector = collector
        self.source = source
        self.workList = workList
        outage = RepeatedCondition(
            in: IncidentLog("audit", in: workList, logger: logger), end: "the collector takes audit messages again")
        workList.whenRowsCome(.auditMessages) { [weak loop] in loop?.wake() }
    }

    /// Sends what the collector has not had until told to stop.
    package func work() {
        var connection: SyslogConnection?
        var backOff = Self.pauses
        while !loop.isStopped {
            do {
                while !loop.isStopped, try sendBatch(over: &connection) {}
                outage.isOver()
                backOff.reset()
                loop.wait()
            } catch {
                connection = nil
                outage.isMet("the collector takes no audit messages", error)
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
