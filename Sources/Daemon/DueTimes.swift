import Commitment
import Delivery
import FoundationEssentials
import Logging
import Review
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
    private let steps = ClockSteps()

    init(workList: WorkListStore, logger: Logger) { (self.workList, self.logger) = (workList, logger) }

    /// Looks at every kind of row that waits for a time.
    ///
    /// - Parameter uptime: time on a clock that is never set.
    func restamp(at now: Date = Date(), uptime: Duration = ClockSteps.uptime) throws {
        // Measured once, even if the rows cannot be changed: a second shift of some would let them wait too long.
        let step = steps.next(at: now, uptime: uptime)
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
