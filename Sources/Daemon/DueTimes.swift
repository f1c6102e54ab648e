import Commitment
import Delivery
import FoundationEssentials
import Logging
import Review
import WorkList
import WorkListDatabase

/// Keeps due times sound when the clock is set back: whatever waits, waits from then on as long as it was to wait.
struct DueTimes: Sendable {
    let workList: WorkListStore
    let logger: Logger

    /// Looks at every kind of row that waits for a time.
    func restamp(at now: Date = Date()) throws {
        let counts = [
            try workList.restampDueTimes(
                of: WorkItem.self, in: [.collecting, .queued], indexedBy: "workItemByChange", at: now),
            try workList.restampDueTimes(
                of: OutboxRow.self, in: [.queued, .deferred], indexedBy: "outboxDue", at: now),
            try workList.restampDueTimes(
                of: CommitmentTransaction.self, in: [.waiting, .requested], indexedBy: "commitmentChanged", at: now),
            try workList.restampDueTimes(
                of: ReturnedReport.self, in: [.pending], indexedBy: "returnedReportDue", at: now),
            // A verdict stays as it was signed, with its time.
            try workList.restampDueTimes(
                of: ReviewRecord.self, in: [.pending], indexedBy: "reviewSigned", stamp: "signedAt", isKept: true,
                at: now),
            try workList.restampReviewClaims(at: now),
        ]
        let count = counts.reduce(0, +)
        guard count > 0 else { return }
        logger.warning(
            "the clock was set back: what waits for a time waits from now on", metadata: ["rows": "\(count)"])
    }
}
