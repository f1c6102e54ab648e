import FoundationEssentials
package import Logging
import Platform
import WorkList
package import WorkListDatabase

/// Settles studies after the quiet period: each is queued for a draft or set to ineligible.
package struct Settling: Sendable {
    private let workList: WorkListStore
    private let eligibility: Eligibility
    private let logger: Logger
    private let outage: RepeatedCondition

    package init(workList: WorkListStore, eligibility: Eligibility, logger: Logger) {
        self.workList = workList
        self.eligibility = eligibility
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "settling studies again")
    }

    /// Settles every study that is due.
    ///
    /// - Returns: how many were queued for a draft.
    package func settleDueStudies() throws -> Int {
        var queued = 0
        for study in try workList.studiesToSettle() {
            let metadata: Logger.Metadata = [
                "study.uid": "\(study.studyInstanceUID)", "images": "\(study.images.count)",
            ]
            switch eligibility.judge(study.images) {
            case .eligible(let images):
                guard try workList.settle(study, as: .settled, eligible: images) else { continue }
                queued += 1
                logger.info("study queued", metadata: metadata)
            case .ineligible(let reason):
                guard try workList.settle(study, as: .foundIneligible(reason: reason), eligible: []) else { continue }
                logger.info("study ineligible: \(reason)", metadata: metadata)
            }
        }
        return queued
    }

    /// Settles every study that is due; logs its own errors.
    ///
    /// - Parameter queued: called if a study was queued for a draft.
    /// - Returns: time until the next study is due, at most `Loop.slowLook`.
    package func round(queued: () -> Void) -> Duration {
        do {
            var next = try workList.nextSettling()
            if let due = next, due <= Date() {
                if try settleDueStudies() > 0 { queued() }
                next = try workList.nextSettling()
            }
            outage.isOver()
            return min(Loop.slowLook, next.map { .seconds($0.timeIntervalSinceNow) } ?? Loop.slowLook)
        } catch {
            outage.isMet("cannot settle studies", error)
            return Loop.slowLook
        }
    }
}
