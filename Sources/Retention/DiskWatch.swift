package import FoundationEssentials
package import Logging
import Platform
import Synchronization
import WorkList
package import WorkListDatabase

/// Watches the disk while the daemon runs. It applies the retention rules every hour, and immediately above the high
/// watermark. When objects are refused because the disk is full, it logs once, not once per object.
package final class DiskWatch: Sendable {
    private let retention: RetentionSweep
    private let reservedBytes: Int
    private let workList: WorkListStore
    private let logger: Logger
    private let nextRun = Mutex(Date.distantPast)
    /// Lasts while less space is free than the reserve.
    private let full: RepeatedCondition
    /// Lasts while the watermark asks for more than retention may delete.
    private let stuck: RepeatedCondition
    /// Lasts while the file of a deleted study cannot be removed.
    private let unremovable: RepeatedCondition
    private let failing: RepeatedCondition

    /// Seconds between two scheduled runs.
    package static let interval: TimeInterval = 3600

    /// - Parameter reservedBytes: objects are refused while fewer bytes are free.
    package init(retention: RetentionSweep, reservedBytes: Int, workList: WorkListStore, logger: Logger) {
        self.retention = retention
        self.reservedBytes = reservedBytes
        self.workList = workList
        self.logger = logger
        let incidents = IncidentLog("disk", in: workList, logger: logger)
        full = RepeatedCondition(in: incidents, end: "accepting objects again")
        stuck = RepeatedCondition(in: incidents)
        unremovable = RepeatedCondition(in: incidents)
        failing = RepeatedCondition(logger: logger, end: "retention runs again")
    }

    /// Ends a check after the current transaction; callable from any thread.
    package func stop() { retention.stop() }

    /// Runs one check. Call it from one thread; it blocks.
    package func look(at now: Date = Date()) {
        do {
            try checkSpace()
            // Removes files that an interrupted run left behind.
            if let failure = try workList.removeListedFiles() {
                unremovable.isMet("a file that retention deleted is still on disk", failure)
            } else {
                unremovable.isOver()
            }
            let isDue = nextRun.withLock { $0 <= now }
            // If a run could not free enough, the next one waits for the hourly interval.
            let isPressed = try retention.bytesToFree() > 0 && !stuck.lasts
            if isDue || isPressed {
                let report = try retention.run(by: "retention", at: now)
                nextRun.withLock { $0 = now + Self.interval }
                tell(report)
            }
            failing.isOver()
        } catch {
            nextRun.withLock { $0 = now + 60 }
            failing.isMet("retention run failed", error)
        }
    }

    private func tell(_ report: RetentionReport) {
        let removal = report.removal
        if removal != Removal() {
            logger.notice(
                "retention removed data",
                metadata: [
                    "studies": "\(removal.studies)", "quarantined": "\(removal.quarantined)",
                    "bytes": "\(removal.bytes)", "used_percent": "\(report.usedPercent)",
                ])
        }
        guard report.missingBytes > 0 else { return stuck.isOver() }
        stuck.isMet(
            "the disk is over the high watermark, and \(report.missingBytes >> 20) MB more cannot be deleted",
            hint: "thoraxctl retention show lists what is kept and why; free space or enlarge the disk")
    }

    private func checkSpace() throws {
        let free = try Directory.freeBytes(at: workList.files.stateDirectory)
        guard free < reservedBytes else { return full.isOver() }
        full.isMet(
            "\(free >> 20) MB are free and \(reservedBytes >> 20) MB are reserved: C-STORE is refused with A700",
            hint: "free space on the file system of the state directory; senders retry by themselves")
    }
}
