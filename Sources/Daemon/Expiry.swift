import Logging
import Platform
import Review
import WebServing
import WorkListDatabase

/// Ends what ends by the clock: an expired claim returns to the other reviewers, a verdict that can no longer be withdrawn
/// becomes final, and the sessions of the page run out. Due times follow a clock that was set.
struct Expiry: Sendable {
    private let workList: WorkListStore
    private let sessions: SessionDesk
    private let dueTimes: DueTimes
    private let logger: Logger
    private let dueTimesOutage: RepeatedCondition
    private let sessionsOutage: RepeatedCondition
    private let reviewOutage: RepeatedCondition

    init(workList: WorkListStore, sessions: SessionDesk, dueTimes: DueTimes, logger: Logger) {
        (self.workList, self.sessions, self.dueTimes, self.logger) = (workList, sessions, dueTimes, logger)
        dueTimesOutage = RepeatedCondition(logger: logger, end: "due times are looked at again")
        sessionsOutage = RepeatedCondition(logger: logger, end: "sessions end again")
        reviewOutage = RepeatedCondition(logger: logger, end: "reviews are released again")
    }

    /// Blocks.
    func round() {
        dueTimesOutage.watch("due times cannot be looked at") { try dueTimes.restamp() }
        sessionsOutage.watch("sessions cannot be ended") { try sessions.endSessionsThatAreOver() }
        reviewOutage.watch("reviews cannot be released") {
            _ = try workList.finishVerdicts()
            let count = try workList.releaseExpiredReviews()
            if count > 0 { logger.info("reviews released: their time ran out", metadata: ["count": "\(count)"]) }
        }
    }
}
