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
    private let afterRun: @Sendable (Date) -> Void
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
    /// Lasts while the work list refuses to remove a study.
    private let refused: RepeatedCondition
    /// Lasts while the clock is not believed, so that nothing is removed.
    private let doubted: RepeatedCondition
    /// Lasts while more is due than may go within a day.
    private let bounded: RepeatedCondition
    private let failing: [RepeatedCondition]

    /// The hint of the incident that objects are refused because the disk is full, and of no other incident.
    package static let hintOfFullDisk =
        "free space on the file system of the state directory; senders retry by themselves"

    /// Seconds between two scheduled runs.
    package static let interval: TimeInterval = 3600

    /// - Parameters:
    ///   - reservedBytes: objects are refused while fewer bytes are free.
    ///   - afterRun: called after each run that the clock allows; it blocks and handles its own errors.
    package init(
        retention: RetentionSweep, reservedBytes: Int, workList: WorkListStore, logger: Logger,
        afterRun: @escaping @Sendable (Date) -> Void = { _ in }
    ) {
        self.retention = retention
        self.afterRun = afterRun
        self.reservedBytes = reservedBytes
        self.workList = workList
        self.logger = logger
        let incidents = IncidentLog("disk", in: workList, logger: logger)
        full = RepeatedCondition(in: incidents, end: "accepting objects again")
        stuck = RepeatedCondition(in: incidents)
        unremovable = RepeatedCondition(in: incidents)
        refused = RepeatedCondition(in: incidents)
        doubted = RepeatedCondition(in: incidents, end: "the clock is believed again: retention runs")
        bounded = RepeatedCondition(in: incidents)
        failing = ["free space is read again", "deleted files are removed again", "retention runs again"].map {
            RepeatedCondition(logger: logger, end: $0)
        }
    }

    /// Ends a check after the current transaction; callable from any thread.
    package func stop() { retention.stop() }

    /// Runs one check. Call it from one thread; it blocks. A part that fails does not keep the others from their work.
    package func look(at now: Date = Date()) {
        failing[0].watch("the free space cannot be read", checkSpace)
        failing[1].watch("files of deleted studies cannot be removed", removeListedFiles)
        failing[2].watch("retention run failed") {
            do {
                try runIfDue(at: now)
            } catch {
                nextRun.withLock { $0 = now + 60 }
                throw error
            }
        }
    }

    /// Removes files that an interrupted run left behind.
    private func removeListedFiles() throws {
        guard let failure = try workList.removeListedFiles() else { return unremovable.isOver() }
        unremovable.isMet("a file that retention deleted is still on disk", failure)
    }

    private func runIfDue(at now: Date) throws {
        // A clock that was set back does not make the next run wait until the old time comes again.
        let isDue = nextRun.withLock { $0 <= now || $0 > now + Self.interval }
        // If a run could not free enough, the next one waits for the hourly interval.
        let mayFreeMore = ![stuck, doubted, bounded].contains(where: \.lasts)
        guard try isDue || (mayFreeMore && retention.bytesToFree() > 0) else { return }
        let report = try retention.run(by: "retention", at: now)
        nextRun.withLock { $0 = now + Self.interval }
        tell(report)
        if report.refusal == nil { afterRun(now) }
    }

    private func tell(_ report: RetentionReport) {
        if let doubt = report.refusal {
            return doubted.isMet(
                "retention removes nothing: \(doubt)",
                hint: "check the clock with timedatectl; if it is right, run: thoraxctl retention run --confirm")
        }
        doubted.isOver()
        let removal = report.removal
        if removal != Removal() || report.unlisted.files > 0 {
            logger.notice(
                "retention removed data",
                metadata: [
                    "studies": "\(removal.studies)", "quarantined": "\(removal.quarantined)",
                    "bytes": "\(removal.bytes)", "unlisted": "\(report.unlisted.files)",
                    "used_percent": "\(report.usedPercent)",
                ])
        }
        if let first = report.failures.first {
            refused.isMet(
                "retention could not remove \(report.failures.count) studies or quarantined objects; "
                    + "the first is \(first.subject): \(first.reason)",
                hint: "run: sqlite3 worklist.sqlite 'PRAGMA integrity_check'; report what it says with a support bundle"
            )
        } else {
            refused.isOver()
        }
        if report.isBounded {
            bounded.isMet(
                "retention has removed as much as may go within a day; more is due",
                hint: "the rest follows on the next days; check with thoraxctl retention, "
                    + "and to remove it now run: thoraxctl retention run --confirm")
        } else {
            bounded.isOver()
        }
        // What a bound keeps, another day removes.
        guard report.missingBytes > 0, !report.isBounded else { return stuck.isOver() }
        stuck.isMet(
            "the disk is over the high watermark, and \(report.missingBytes >> 20) MB more cannot be deleted",
            hint: "thoraxctl retention show lists what is kept and why; free space or enlarge the disk")
    }

    private func checkSpace() throws {
        let free = try Directory.freeBytes(at: workList.files.stateDirectory)
        guard free < reservedBytes else { return full.isOver() }
        full.isMet(
            "\(free >> 20) MB are free and \(reservedBytes >> 20) MB are reserved: C-STORE is refused with A700",
            hint: Self.hintOfFullDisk)
    }
}
