package import FilmSelection
package import FoundationEssentials
package import Logging
import Platform
import WorkList
package import WorkListDatabase

/// Settles studies after the quiet period: each is queued for a draft or set to ineligible.
package struct Settling: Sendable {
    private let workList: WorkListStore
    private let eligibility: Eligibility
    private let clock: @Sendable () -> Date
    private let logger: Logger
    private let outage: RepeatedCondition
    private let incidents: IncidentLog
    private let refused: RefusedRows

    /// Limit on the studies settled in a round, not counting those that could not be settled.
    private static let batch = 100

    /// - Parameter clock: the time by which studies are due, which no step of the clock moves.
    package init(
        workList: WorkListStore, eligibility: Eligibility, clock: @escaping @Sendable () -> Date = { Date() },
        logger: Logger
    ) {
        self.workList = workList
        self.eligibility = eligibility
        self.clock = clock
        self.logger = logger
        outage = RepeatedCondition(logger: logger, end: "settling studies again")
        incidents = IncidentLog("settling", in: workList, logger: logger)
        refused = RefusedRows(in: incidents)
    }

    /// Settles studies that are due, one by one, at most a batch. A study that cannot be settled does not hold up others.
    ///
    /// - Parameter beat: called after each study.
    /// - Returns: how many were queued for a draft.
    package func settleDueStudies(beat: () -> Void = {}) throws -> Int {
        let now = clock()
        var queued = 0
        var last: WorkItem?
        for _ in 0..<(Self.batch + refused.count) {
            guard let study = try workList.studiesToSettle(at: now, after: last, limit: 1).first else { break }
            last = study.workItem
            defer { beat() }
            do {
                if try settle(study) { queued += 1 }
                refused.took(study.workItem.id)
            } catch {
                try refused.note(
                    study.workItem.id, "cannot settle study \(study.studyInstanceUID)", error,
                    study: study.studyInstanceUID, metadata: ["study.uid": "\(study.studyInstanceUID)"])
            }
        }
        return queued
    }

    /// - Returns: whether the study was queued for a draft.
    private func settle(_ study: WorkListStore.SettledStudy) throws -> Bool {
        let metadata: Logger.Metadata = [
            "study.uid": "\(study.studyInstanceUID)", "images": "\(study.images.count)",
        ]
        if study.hasTooManyImages { return try refuse(study) }
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

    /// Marks a study with more images than the limit as ineligible, and records an incident at most once an hour.
    ///
    /// - Returns: false, because the study was not queued.
    private func refuse(_ study: WorkListStore.SettledStudy) throws -> Bool {
        let fault = "more than \(WorkListStore.SettledStudy.imageLimit) images"
        let event = WorkItemEvent.foundIneligible(reason: "the study has \(fault), so none of them is read")
        if try workList.settle(study, as: event, eligible: []) {
            incidents.reportHourly(
                "study \(study.studyInstanceUID) has \(fault), so it is ineligible and none of them is read",
                hint: "find out what sends it, then run: thoraxctl remove \(study.studyInstanceUID) --reason TEXT",
                study: study.studyInstanceUID, cause: .draft, metadata: ["study.uid": "\(study.studyInstanceUID)"])
        }
        return false
    }

    /// Settles every study that is due; logs its own errors.
    ///
    /// - Parameters:
    ///   - queued: called if a study was queued for a draft.
    ///   - beat: called after each study.
    /// - Returns: time until the next study is due, at most `Loop.slowLook`.
    package func round(queued: () -> Void, beat: () -> Void = {}) -> Duration {
        do {
            var next = try workList.nextSettling()
            if let due = next, due <= clock() {
                if try settleDueStudies(beat: beat) > 0 { queued() }
                next = try workList.nextSettling()
            }
            outage.isOver()
            // A study that could not be settled stays due and is retried in the next round.
            let now = clock()
            if refused.count > 0, let due = next, due <= now { return Loop.slowLook }
            return min(Loop.slowLook, next.map { .seconds($0.timeIntervalSince(now)) } ?? Loop.slowLook)
        } catch {
            outage.isMet("cannot settle studies", error)
            return Loop.slowLook
        }
    }
}
