package import FoundationEssentials
package import Logging
import Platform
import Synchronization
import WorkList
package import WorkListDatabase

/// Looks after the disk while the daemon runs: the rules of retention every hour, and at once over the high watermark;
/// and one word, not one for each object, when storage is refused for want of space.
package final class DiskWatch: Sendable {
    private let retention: RetentionSweep
    private let reservedBytes: Int
    private let workList: WorkListStore
    private let logger: Logger
    private let nextRun = Mutex(Date.distantPast)
    /// Less is free than the reserve.
    private let full: RepeatedCondition
    /// The watermark asked for more than retention may delete.
    private let stuck: RepeatedCondition
    /// A file of a deleted study cannot be removed.
    private let unremovable: RepeatedCondition
    private let failing: RepeatedCondition

    /// Between two runs by age, in seconds.
    package static let interval: TimeInterval = 3600

    /// - Parameter reservedBytes: objects are refused while less is free.
    package init(retention: RetentionSweep, reservedBytes: Int, workList: WorkListStore, logger: Logger) {
        self.retention = retention
        self.reservedBytes = reservedBytes
        self.workList = workList
        self.logger = logger
        let incidents = IncidentLog("disk", in: workList, logger: logger)
        full = RepeatedCondition(in: incidents, end: "storage takes objects again")
        stuck = RepeatedCondition(in: incidents)
        unremovable = RepeatedCondition(in: incidents)
        failing = RepeatedCondition(logger: logger, end: "the rules of retention run again")
    }

    /// Ends a round after the transaction in progress.
    package func stop() { retention.stop() }

    /// One look; by one thread. Blocks.
    package func look(at now: Date = Date()) {
        do {
            try checkSpace()
            // Those that a run did not live to remove.
            if let failure = try workList.removeListedFiles() {
                unremovable.isMet("what retention removed is still on the disk", failure)
            } else {
                unremovable.isOver()
            }
            let isDue = nextRun.withLock { $0 <= now }
            // What is stuck is tried again at the next full hour.
            let isPressed = try retention.bytesToFree() > 0 && !stuck.lasts
            if isDue || isPressed {
                let report = try retention.run(by: "retention", at: now)
                nextRun.withLock { $0 = now + Self.interval }
                tell(report)
            }
            failing.isOver()
        } catch {
            nextRun.withLock { $0 = now + 60 }
            failing.isMet("the rules of retention cannot run", error)
        }
    }

    private func tell(_ report: RetentionReport) {
        let removal = report.removal
        if removal != Removal() {
            logger.notice(
                "removed by the rules of retention",
                metadata: [
                    "studies": "\(removal.studies)", "quarantined": "\(removal.quarantined)",
                    "bytes": "\(removal.bytes)", "used_percent": "\(report.usedPercent)",
                ])
        }
        guard report.missingBytes > 0 else { return stuck.isOver() }
        stuck.isMet(
            "the disk is over the high watermark, and \(report.missingBytes >> 20) MB more may not go",
            hint: "thoraxctl retention show says what is kept and why; make room or a larger disk")
    }

    private func checkSpace() throws {
        let free = try Directory.freeBytes(at: workList.files.stateDirectory)
        guard free < reservedBytes else { return full.isOver() }
        full.isMet(
            "\(free >> 20) MB are free and \(reservedBytes >> 20) MB are kept in reserve: C-STORE is refused with A700",
            hint: "make room on the file system of the state directory; senders try again by themselves")
    }
}
