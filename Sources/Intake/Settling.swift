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
    private let refused: RefusedRows

    /// Studies looked up at a time, beside those that could not be settled.
    private static let batch = 100

    package init(workList: WorkListStore, eligibility: Eligibility, logger: Logger) {
        self.workList = workList
        self.eligibility = eligibility
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "settling studies again")
        refused = RefusedRows(in: IncidentLog("settling", in: workList, logger: logger))
    }

    /// Settles every study that is due. One that cannot be settled keeps no other from it.
    ///
    /// - Returns: how many were queued for a draft.
    package func settleDueStudies() throws -> Int {
        var queued = 0
        for study in try workList.studiesToSettle(limit: Self.batch + refused.count) {
            do {
                if try settle(study) { queued += 1 }
                refused.took(study.workItem.id)
            } catch {
                try refused.note(
                    study.workItem.id, "cannot settle study \(study.studyInstanceUID)", error,
                    metadata: ["study.uid": "\(study.studyInstanceUID)"])
            }
        }
        return queued
    }

    /// - Returns: whether the study was queued for a draft.
    private func settle(_ study: WorkListStore.SettledStudy) throws -> Bool {
        let metadata: Logger.Metadata = [
            "study.uid": "\(study.studyInstanceUID)", "images": "\(study.images.count)",
        ]
        switch eligibility.judge(study.images) {
        case .eligible(let images):
            guard try workList.settle(study, as: .settled, eligible: images) else { return false }
            logger.info("study queued", metadata: metadata)
            return true
        case .ineligible(let reason):
            guard try workList.settle(study, as: .foundIneligible(reason: reason), eligible: []) else { return false }
            logger.info("study ineligible: \(reason)", metadata: metadata)
            return false
        }
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
            // A study that could not be settled stays due; it is tried again with the slow look.
            if refused.count > 0, let due = next, due <= Date() { return Loop.slowLook }
            return min(Loop.slowLook, next.map { .seconds($0.timeIntervalSinceNow) } ?? Loop.slowLook)
        } catch {
            outage.isMet("cannot settle studies", error)
            return Loop.slowLook
        }
    }
}
