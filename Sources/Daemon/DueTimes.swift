import Commitment
import Delivery
import FoundationEssentials
import Logging
import Review
import Synchronization
import WorkList
import WorkListDatabase

/// Keeps due times sound when the clock is set: whatever waits for a time goes on to wait as long as it was to wait.
final class DueTimes: Sendable {
    /// Jobs that wait for a time.
    private static let jobs: [WaitingRows] = [
        WaitingRows(of: WorkItem.self, in: [.collecting, .queued], indexedBy: "workItemByChange"),
        WaitingRows(of: OutboxRow.self, in: [.queued, .deferred], indexedBy: "outboxDue"),
        WaitingRows(of: CommitmentTransaction.self, in: [.waiting, .requested], indexedBy: "commitmentChanged"),
        WaitingRows(of: ReturnedReport.self, in: [.pending], indexedBy: "returnedReportDue"),
    ]
    /// Every kind of row that waits for a time.
    static let kinds: [WaitingRows] =
        jobs + [
            // A verdict stays as it was signed, with its time. If that is in the future, `finishVerdicts` ends the time to
            // withdraw it.
            WaitingRows(
                of: ReviewRecord.self, in: [.pending], since: "signedAt", indexedBy: "reviewSigned", keepsStamp: true),
            WaitingRows(
                "review", "undoUntil", since: "signedAt", where: "undoUntil IS NOT NULL", indexedBy: "reviewUndoable",
                keepsStamp: true, isRestamped: false),
            WaitingRows("reviewClaim", "expiresAt", since: "openedAt"),
            WaitingRows("session", startedAt: "startedAt", usedAt: "usedAt"),
            WaitingRows("unreadHeader", "notBefore", atMost: WorkListStore.headerPauseMilliseconds),
        ]

    /// The clock is slewed by less than this, in seconds, and set by more.
    private static let step: TimeInterval = 2

    private let workList: WorkListStore
    private let logger: Logger
    private let steps = ClockSteps()
    /// One thread looks at the rows at a time.
    private let turn = Mutex(())
    /// The latest look at the rows.
    private let latest = Mutex<(now: Date, uptime: Duration)?>(nil)

    init(workList: WorkListStore, logger: Logger) { (self.workList, self.logger) = (workList, logger) }

    /// The time by which rows are due. If the clock was set since the latest look, looks at the rows first, so that none is due
    /// early or late.
    ///
    /// - Parameter uptime: time on a clock that is never set.
    func time(at now: Date = Date(), uptime: Duration = ClockSteps.uptime) -> Date {
        let expected = expectedTime(at: uptime)
        if abs(now.timeIntervalSince(expected ?? now)) >= Self.step {
            do {
                try restamp(at: now, uptime: uptime)
            } catch {
                // The next look does not find this step again.
                logger.error("not every due time was shifted after the clock was set: \(error)")
            }
        }
        // While another thread looks, the rows may still go by the time before the step.
        return min(now, expectedTime(at: uptime) ?? now)
    }

    /// What the clock would say if it had not been set since the latest look; nil before the first.
    private func expectedTime(at uptime: Duration) -> Date? {
        latest.withLock { $0.map { $0.now + (uptime - $0.uptime) / .seconds(1) } }
    }

    /// Looks at every kind of row that waits for a time. Does nothing if a look with a later reading of the clock came first.
    ///
    /// - Parameter uptime: time on a clock that is never set.
    /// - Throws: the first error, after all that could be changed.
    func restamp(at now: Date = Date(), uptime: Duration = ClockSteps.uptime) throws {
        try turn.withLock { _ in try look(at: now, uptime: uptime) }
    }

    private func look(at now: Date, uptime: Duration) throws {
        let elapsed = latest.withLock { $0.map { (uptime - $0.uptime) / .seconds(1) } } ?? 0
        // Otherwise a step that was found already would be undone, and found again.
        guard elapsed >= 0 else { return }
        // Only after the rows were changed does `time` go by the new clock.
        defer { latest.withLock { $0 = (now: now, uptime: uptime) } }
        // Measured once, even if the rows cannot be changed: a second shift of some would let them wait too long.
        let step = steps.next(at: now, uptime: uptime)
        var (count, firstError): (Int, (any Error)?) = (0, nil)
        func add(_ change: () throws -> Int) {
            do { count += try change() } catch { firstError = firstError ?? error }
        }
        if step >= Self.step {
            for rows in Self.kinds { add { try workList.shift(rows, by: step, at: now) } }
            logger.warning(
                "the clock was set forward: what waits for a time waits as much longer",
                metadata: ["rows": "\(count)", "seconds": "\(Int(step))"])
            count = 0
        }
        if step <= -Self.step {
            add { try workList.shortenReviewClaims(by: -step, at: now) }
            for rows in Self.jobs { add { try workList.shiftBack(rows, by: -step, at: now, sinceLook: elapsed) } }
        }
        for rows in Self.kinds { add { try workList.restamp(rows, at: now) } }
        if count > 0 {
            logger.warning(
                "the clock was set back: what waits for a time waits no longer for that",
                metadata: ["rows": "\(count)"])
        }
        if let firstError { throw firstError }
    }
}
