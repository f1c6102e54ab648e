package import Logging
import WorkList
package import WorkListDatabase

/// Moves studies on once no image has come for the quiet period: to the queue, or aside as ineligible.
package struct Settling: Sendable {
    private let workList: WorkListStore
    private let eligibility: Eligibility
    private let logger: Logger

    package init(workList: WorkListStore, eligibility: Eligibility, logger: Logger) {
        self.workList = workList
        self.eligibility = eligibility
        self.logger = logger
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
}
