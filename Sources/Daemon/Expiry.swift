import Logging
import Platform
import Review
import WebServing
import WorkListDatabase

/// Ends what expires: an expired claim is released, a verdict that can no longer be withdrawn becomes final, and sessions of the
/// page end. Reports requests that the web listener refused. Due times are adjusted when the clock is set.
struct Expiry: Sendable {
    private let workList: WorkListStore
    private let sessions: SessionDesk
    private let dueTimes: DueTimes
    private let logger: Logger
    private let dueTimesOutage: RepeatedCondition
    private let sessionsOutage: RepeatedCondition
    private let verdictOutage: RepeatedCondition
    private let reviewOutage: RepeatedCondition

    init(workList: WorkListStore, sessions: SessionDesk, dueTimes: DueTimes, logger: Logger) {
        (self.workList, self.sessions, self.dueTimes, self.logger) = (workList, sessions, dueTimes, logger)
        dueTimesOutage = RepeatedCondition(logger: logger, end: "checking due times again")
        sessionsOutage = RepeatedCondition(logger: logger, end: "ending expired sessions again")
        verdictOutage = RepeatedCondition(logger: logger, end: "making verdicts final again")
        reviewOutage = RepeatedCondition(logger: logger, end: "releasing expired reviews again")
    }

    /// Runs one round; blocks.
    func round() {
        dueTimesOutage.watch("cannot check due times") { try dueTimes.restamp() }
        sessionsOutage.watch("cannot end expired sessions") { try sessions.endSessionsThatAreOver() }
        verdictOutage.watch("cannot make a verdict final") { _ = try workList.finishVerdicts() }
        sessions.reportRefusals()
        reviewOutage.watch("cannot release expired reviews") {
            let count = try workList.releaseExpiredReviews()
            if count > 0 { logger.info("expired reviews released", metadata: ["count": "\(count)"]) }
        }
    }
}
