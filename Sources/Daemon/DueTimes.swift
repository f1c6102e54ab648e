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
    /// Every kind of row that waits for a time.
    static let kinds: [WaitingRows] = [
        WaitingRows(of: WorkItem.self, in: [.collecting, .queued], indexedBy: "workItemByChange"),
        WaitingRows(of: OutboxRow.self, in: [.queued, .deferred], indexedBy: "outboxDue"),
        WaitingRows(of: CommitmentTransaction.self, in: [.waiting, .requested], indexedBy: "commitmentChanged"),
        WaitingRows(of: ReturnedReport.self, in: [.pending], indexedBy: "returnedReportDue"),
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
    /// The time of the clock at uptime zero; it changes only when the clock is set.
    private let origin = Mutex<Date?>(nil)
    private static let start = ContinuousClock.now

    init(workList: WorkListStore, logger: Logger) { (self.workList, self.logger) = (workList, logger) }

    /// Looks at every kind of row that waits for a time.
    ///
    /// - Parameter uptime: time on a clock that is never set.
    func restamp(at now: Date = Date(), uptime: Duration = ContinuousClock.now - start) throws {
        let found = now - uptime / .seconds(1)
        // Noted even if the rows cannot be changed: a second shift of some would let them wait too long.
        let step = origin.withLock { origin in
            defer { origin = found }
            return found.timeIntervalSince(origin ?? found)
        }
        if step >= Self.step {
            let count = try Self.kinds.reduce(0) { try $0 + workList.shift($1, by: step, at: now) }
            logger.warning(
                "the clock was set forward: what waits for a time waits as much longer",
                metadata: ["rows": "\(count)", "seconds": "\(Int(step))"])
        }
        var count = step <= -Self.step ? try workList.shortenReviewClaims(by: -step, at: now) : 0
        count += try Self.kinds.reduce(0) { try $0 + workList.restamp($1, at: now) }
        guard count > 0 else { return }
        logger.warning(
            "the clock was set back: what waits for a time waits from now on", metadata: ["rows": "\(count)"])
    }
}
