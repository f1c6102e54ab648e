import FoundationEssentials
import WorkList
import WorkListDatabase

/// One application of the rules. It removes what they allow, or only plans it, and gathers the report.
struct RetentionPass {
    let policy: RetentionPolicy
    let workList: WorkListStore
    /// Who removes, for the acts; nil only plans.
    let actor: String?
    let isConfirmed: Bool
    let now: Date
    let isStopping: () -> Bool
    /// What may still be removed.
    var allowance: RetentionBounds.Allowance
    var report: RetentionReport

    /// Studies and quarantined objects read in one query.
    private static let page = 200
    /// Limits of studies and instances per transaction, because a transaction blocks all other writers.
    private static let batch = (studies: 20, instances: 1000)

    mutating func removeQuarantined() throws {
        guard let days = policy.quarantineDays else { return }
        let end = now - Double(days) * 86_400
        guard let actor else {
            report.quarantined = try workList.quarantined(before: end)
            return
        }
        var place: WorkListStore.QuarantinePlace? = .start
        while let start = place, !isStopping() {
            guard allowance.quarantined > 0 else {
                report.isBounded = try report.isBounded || workList.quarantined(before: end).quarantined > 0
                return
            }
            let step = try workList.removeQuarantined(
                before: end, after: start, by: actor, limit: min(Self.page, allowance.quarantined),
                isConfirmed: isConfirmed, at: now)
            place = step.next
            allowance.quarantined -= step.removal.quarantined
            report.quarantined.add(step.removal)
            report.failures += step.failures
            try workList.removeListedFiles()
        }
    }

    mutating func removeUnlisted() throws {
        guard let days = policy.unlistedDays else { return }
        let end = now - Double(days) * 86_400
        let files = try workList.unlistedFiles(before: end)
        guard let actor, !files.isEmpty else {
            report.unlisted = .init(files)
            return
        }
        guard allowance.quarantined > 0 else {
            report.isBounded = true
            return
        }
        let due = Array(files.prefix(allowance.quarantined))
        report.isBounded = report.isBounded || due.count < files.count
        let step = try workList.removeUnlisted(due, by: actor, isConfirmed: isConfirmed, at: now)
        allowance.quarantined -= step.removed.files
        report.unlisted = step.removed
        report.failures += step.failures
    }

    mutating func removeOldStudies() throws {
        for state in RetentionPolicy.endStates {
            let end = policy.days(for: state).map { now - Double($0) * 86_400 } ?? .distantPast
            try passStudies(in: [state], unchangedSince: end, target: nil)
            let young = try workList.studies(in: state, changedSince: end)
            if young > 0 { report.kept[RetentionPolicy.Hold.young.rawValue, default: 0] += young }
        }
    }

    /// - Parameter target: bytes to free for the watermark, with what has been removed already.
    mutating func freeSpace(_ target: Int) throws {
        guard report.removal.bytes < target else { return }
        try passStudies(in: RetentionPolicy.endStates, unchangedSince: now, target: target)
        report.missingBytes = max(0, target - report.removal.bytes)
    }

    /// - Parameter target: bytes to free for the watermark; nil removes only old studies.
    private mutating func passStudies(in states: [WorkItemState], unchangedSince time: Date, target: Int?) throws {
        let cause: RetentionPolicy.Cause = target == nil ? .age : .watermark
        var place: WorkListStore.RetentionPlace? = .start
        while let start = place, !isStopping() {
            let page = try workList.retentionCandidates(
                in: states, unchangedSince: time, after: start, limit: Self.page,
                committing: policy.committingPeers)
            place = page.next
            var batch: [RetentionCandidate] = []
            for study in page.candidates {
                if let target, report.removal.bytes + batch.reduce(0, { $0 + $1.bytes }) >= target {
                    place = nil
                    break
                }
                if let hold = keeps(study, cause) {
                    // Above the watermark, the pass by age has already counted it.
                    if target == nil { report.kept[hold.rawValue, default: 0] += 1 }
                    continue
                }
                // When nothing is removed, the pass by age has counted it as removable.
                if target != nil, policy.decision(on: study, isPressed: true, at: now) == .remove(.age) { continue }
                guard batch.count < allowance.studies else {
                    report.isBounded = true
                    place = nil
                    break
                }
                batch.append(study)
                let instances = batch.reduce(0) { $0 + $1.instances }
                if batch.count >= Self.batch.studies || instances >= Self.batch.instances {
                    try remove(&batch, cause)
                }
            }
            try remove(&batch, cause)
        }
    }

    /// Why a study stays; nil if it may go.
    private func keeps(_ study: RetentionCandidate, _ cause: RetentionPolicy.Cause) -> RetentionPolicy.Hold? {
        guard case .keep(let hold) = policy.decision(on: study, isPressed: cause == .watermark, at: now) else {
            return nil
        }
        return hold
    }

    /// Removes a batch, and counts what really went: a study that has changed since it was read stays.
    private mutating func remove(_ batch: inout [RetentionCandidate], _ cause: RetentionPolicy.Cause) throws {
        defer { batch = [] }
        guard !batch.isEmpty else { return }
        var removal = Removal()
        if let actor {
            let step = try workList.remove(
                batch, for: cause, by: actor, isConfirmed: isConfirmed, committing: policy.committingPeers, at: now)
            removal = step.removal
            report.failures += step.failures
            allowance.studies -= removal.studies
            try workList.removeListedFiles()
        } else {
            removal.studies = batch.count
            removal.bytes = batch.reduce(0) { $0 + $1.bytes }
        }
        report.removable[cause.rawValue, default: .init()].add(removal)
        if cause == .watermark { report.kept[RetentionPolicy.Hold.young.rawValue, default: 0] -= removal.studies }
    }
}
