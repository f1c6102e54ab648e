import FoundationEssentials
package import Logging
import Platform
import WorkList
package import WorkListDatabase

/// Moves studies on once no image has come for the quiet period: to the queue, or aside as ineligible.
package struct Settling: Sendable {
    private let workList: WorkListStore
    private let eligibility: Eligibility
    private let logger: Logger
    private let outage: RepeatedCondition

    package init(workList: WorkListStore, eligibility: Eligibility, logger: Logger) {
        self.workList = workList
        self.eligibility = eligibility
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "studies are settled again")
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
    /// - Parameter queued: called where a study was queued for a draft.
    /// - Returns: how long until the next study is due, or the slow look.
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
            outage.isMet("studies cannot be settled", error)
            return Loop.slowLook
        }
    }
}
