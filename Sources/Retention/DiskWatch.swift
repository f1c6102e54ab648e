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
    private let state = Mutex(State())

    private struct State {
        var nextRun = Date.distantPast
        var isFull = false
        /// The watermark wanted more than might go.
        var isStuck = false
        /// A file of what was removed cannot go.
        var isFailing = false
    }

    /// Between two runs by age, in seconds.
    package static let interval: TimeInterval = 3600

    /// - Parameter reservedBytes: objects are refused while less is free.
    package init(retention: RetentionSweep, reservedBytes: Int, workList: WorkListStore, logger: Logger) {
        self.retention = retention
        self.reservedBytes = reservedBytes
        self.workList = workList
        self.logger = logger
    }

    /// Ends a round after the transaction in progress.
    package func stop() { retention.stop() }

    /// One look; by one thread. Blocks.
    package func look(at now: Date = Date()) {
        do {
            try tellSpace()
            // Those that a run did not live to remove.
            try tell(workList.removeListedFiles())
            let isDue = state.withLock { $0.nextRun <= now }
            // What is stuck is tried again at the next full hour.
            let isPressed = try retention.bytesToFree() > 0 && !state.withLock { $0.isStuck }
            guard isDue || isPressed else { return }
            let report = try retention.run(by: "retention", at: now)
            state.withLock { $0.nextRun = now + Self.interval }
            try tell(report)
        } catch {
            state.withLock { $0.nextRun = now + 60 }
            logger.error("the rules of retention cannot run: \(error)")
        }
    }

    private func tell(_ report: RetentionReport) throws {
        let removal = report.removal
        if removal != Removal() {
            logger.notice(
                "removed by the rules of retention",
                metadata: [
                    "studies": "\(removal.studies)", "quarantined": "\(removal.quarantined)",
                    "bytes": "\(removal.bytes)", "used_percent": "\(report.usedPercent)",
                ])
        }
        let isStuck = report.missingBytes > 0
        let wasStuck = state.withLock { state in
            defer { state.isStuck = isStuck }
            return state.isStuck
        }
        guard isStuck, !wasStuck else { return }
        try incident(
            "the disk is over the high watermark, and \(report.missingBytes >> 20) MB more may not go",
            hint: "thoraxctl retention show says what is kept and why; make room or a larger disk")
    }

    /// Once, until all are gone.
    private func tell(_ failure: PlatformError?) throws {
        let wasFailing = state.withLock { state in
            defer { state.isFailing = failure != nil }
            return state.isFailing
        }
        guard let failure, !wasFailing else { return }
        try incident("what retention removed is still on the disk: \(failure)", hint: failure.hint)
    }

    private func tellSpace() throws {
        let free = try Directory.freeBytes(at: workList.files.stateDirectory)
        let isFull = free < reservedBytes
        let wasFull = state.withLock { state in
            defer { state.isFull = isFull }
            return state.isFull
        }
        guard isFull != wasFull else { return }
        guard isFull else { return logger.notice("storage takes objects again", metadata: ["free": "\(free)"]) }
        try incident(
            "\(free >> 20) MB are free and \(reservedBytes >> 20) MB are kept in reserve: C-STORE is refused with A700",
            hint: "make room on the file system of the state directory; senders try again by themselves")
    }

    private func incident(_ message: String, hint: String) throws {
        logger.error("\(message)", metadata: ["hint": "\(hint)"])
        try workList.record(Incident(source: "disk", message: message, hint: hint))
    }
}
