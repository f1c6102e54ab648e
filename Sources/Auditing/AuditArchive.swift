package import FoundationEssentials
package import Logging
import Platform
import Synchronization
package import WorkListDatabase

/// Exports the old messages of the audit trail, and returns the space of what was removed to the file system.
package final class AuditArchive: Sendable {
    private let days: Int?
    private let isCollected: Bool
    private let workList: WorkListStore
    private let logger: Logger
    private let outage: RepeatedCondition
    private let isStopping = Atomic(false)

    /// Removes an incomplete file that a killed daemon has left.
    ///
    /// - Parameters:
    ///   - days: days that a message stays in the work list; nil keeps all there.
    ///   - isCollected: whether a collector gets the messages.
    package init(days: Int?, isCollected: Bool, workList: WorkListStore, logger: Logger) {
        self.days = days
        self.isCollected = isCollected
        self.workList = workList
        self.logger = logger
        outage = RepeatedCondition(
            in: IncidentLog("audit", in: workList, logger: logger), end: "the audit trail is exported again")
        DurableFile.removeLeftovers(in: Self.directory(in: workList.files.stateDirectory))
    }

    /// The directory of the exported messages in a state directory.
    package static func directory(in stateDirectory: String) -> String { "\(stateDirectory)/audit" }

    /// Exports what is due, segment by segment. Blocks; logs its own errors.
    package func round(at now: Date) {
        outage.watch("the audit trail is not exported") {
            let directory = Self.directory(in: workList.files.stateDirectory)
            while let days, !isStopping.load(ordering: .relaxed),
                let segment = try workList.exportAuditSegment(
                    before: now - Double(days) * 86_400, isCollected: isCollected, to: directory, by: "retention",
                    at: now)
            {
                logger.notice(
                    "audit messages exported",
                    metadata: [
                        "file": "\(segment.path)", "first": "\(segment.first)", "last": "\(segment.last.id)",
                        "audit.hash": "\(segment.last.hexadecimalHash)",
                    ])
            }
            let freed = try workList.returnFreePages { !self.isStopping.load(ordering: .relaxed) }
            if freed > 0 { logger.info("free pages returned to the file system", metadata: ["pages": "\(freed)"]) }
        }
    }

    /// Ends a round after the current transaction; callable from any thread.
    package func stop() { isStopping.store(true, ordering: .relaxed) }
}
