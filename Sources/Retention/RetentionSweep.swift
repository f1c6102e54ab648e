package import FoundationEssentials
import Platform
import Synchronization
import WorkList
package import WorkListDatabase

/// Applies the retention rules to the work list: it removes old studies, and above the watermark the oldest first.
package final class RetentionSweep: Sendable {
    private let policy: RetentionPolicy
    private let workList: WorkListStore
    private let isStopping = Atomic(false)

    /// Studies read in one query.
    private static let page = 200
    /// Limits of studies and instances per transaction, because a transaction blocks all other writers.
    private static let batch = (studies: 20, instances: 1000)

    package init(_ policy: RetentionPolicy, workList: WorkListStore) {
        self.policy = policy
        self.workList = workList
    }

    /// Ends a run after the current transaction; callable from any thread.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Bytes to free now to get down to the low watermark.
    package func bytesToFree() throws -> Int {
        let directory = workList.files.stateDirectory
        return policy.bytesToFree(
            total: try Directory.totalBytes(at: directory), free: try Directory.freeBytes(at: directory))
    }

    /// Reports what a run would remove now.
    package func plan(at now: Date = Date()) throws -> RetentionReport { try pass(actor: nil, at: now) }

    /// Removes what the rules allow and records the run. Blocks.
    ///
    /// - Parameter actor: who started the run, for the acts.
    package func run(by actor: String, at now: Date = Date()) throws -> RetentionReport {
        let report = try pass(actor: actor, at: now)
        try workList.record(RetentionRun(at: now, report.removal))
        return report
    }

    /// - Parameter actor: nil removes nothing and only plans.
    private func pass(actor: String?, at now: Date) throws -> RetentionReport {
        let directory = workList.files.stateDirectory
        let (total, free) = (try Directory.totalBytes(at: directory), try Directory.freeBytes(at: directory))
        var report = RetentionReport(usedPercent: total == 0 ? 0 : 100 - free / max(1, total / 100))
        let target = policy.bytesToFree(total: total, free: free)
        try passQuarantine(actor, at: now, &report)
        for state in RetentionPolicy.endStates {
            let end = policy.days(for: state).map { now - Double($0) * 86_400 } ?? .distantPast
            try passStudies(in: [state], unchangedSince: end, target: nil, actor, at: now, &report)
            let young = try workList.studies(in: state, changedSince: end)
            if young > 0 { report.kept[RetentionPolicy.Hold.young.rawValue, default: 0] += young }
        }
        if report.removal.bytes < target {
            try passStudies(
                in: RetentionPolicy.endStates, unchangedSince: now, target: target, actor, at: now, &report)
            report.missingBytes = max(0, target - report.removal.bytes)
        }
        for (state, count) in try workList.countsByState() where !RetentionPolicy.endStates.contains(state) {
            report.unreviewed[state.rawValue] = count
        }
        return report
    }

    /// - Parameter target: bytes to free for the watermark; nil removes only old studies.
    private func passStudies(
        in states: [WorkItemState], unchangedSince time: Date, target: Int?, _ actor: String?, at now: Date,
        _ report: inout RetentionReport
    ) throws {
        var place: WorkListStore.RetentionPlace? = .start
        var batch: [(study: RetentionCandidate, cause: RetentionPolicy.Cause)] = []
        while let start = place, !isStopping.load(ordering: .relaxed) {
            let page = try workList.retentionCandidates(
                in: states, unchangedSince: time, after: start, limit: Self.page)
            place = page.next
            for study in page.candidates {
                guard target.map({ report.removal.bytes < $0 }) ?? true else {
                    place = nil
                    break
                }
                switch policy.verdict(on: study, isPressed: target != nil, at: now) {
                case .keep(let hold):
                    if target == nil { report.kept[hold.rawValue, default: 0] += 1 }
                // When nothing is removed, the pass by age has already counted it.
                case .remove(.age) where target != nil: continue
                case .remove(let cause):
                    report.removable[cause.rawValue, default: .init()].add(study)
                    if cause == .watermark { report.kept[RetentionPolicy.Hold.young.rawValue, default: 0] -= 1 }
                    batch.append((study, cause))
                }
                let instances = batch.reduce(0) { $0 + $1.study.instances }
                if batch.count >= Self.batch.studies || instances >= Self.batch.instances {
                    try remove(&batch, actor)
                }
            }
            try remove(&batch, actor)
        }
    }

    private func remove(
        _ batch: inout [(study: RetentionCandidate, cause: RetentionPolicy.Cause)], _ actor: String?
    ) throws {
        defer { batch = [] }
        guard let actor, !batch.isEmpty else { return }
        _ = try workList.remove(batch, by: actor)
        try workList.removeListedFiles()
    }

    private func passQuarantine(_ actor: String?, at now: Date, _ report: inout RetentionReport) throws {
        guard let days = policy.quarantineDays else { return }
        let end = now - Double(days) * 86_400
        guard let actor else {
            report.quarantined = try workList.quarantined(before: end)
            return
        }
        while !isStopping.load(ordering: .relaxed) {
            let removed = try workList.removeQuarantined(before: end, by: actor, limit: Self.page)
            guard removed.quarantined > 0 else { return }
            try workList.removeListedFiles()
            report.quarantined.add(removed)
        }
    }
}
