package import FoundationEssentials
import Platform
import Synchronization
import WorkList
package import WorkListDatabase

/// Applies the retention rules to the work list: it removes old studies, and above the watermark the oldest first.
package final class RetentionSweep: Sendable {
    private let policy: Mutex<RetentionPolicy>
    private let workList: WorkListStore
    private let isStopping = Atomic(false)

    package init(_ policy: RetentionPolicy, workList: WorkListStore) {
        self.policy = Mutex(policy)
        self.workList = workList
    }

    /// Applies other rules from the next run on.
    package func change(to policy: RetentionPolicy) { self.policy.withLock { $0 = policy } }

    /// Ends a run after the current transaction; callable from any thread.
    package func stop() { isStopping.store(true, ordering: .relaxed) }

    /// Bytes to free now to get down to the low watermark.
    package func bytesToFree() throws -> Int { try disk().bytesToFree }

    /// Reports what a run would remove now; a bound or a doubt of the clock is in the report, but hides nothing.
    package func plan(at now: Date = Date()) throws -> RetentionReport {
        var report = try pass(actor: nil, allowance: .init(), at: now)
        let allowance = try workList.retentionAllowance(at: now)
        report.isBounded =
            report.removal.studies > allowance.studies || report.quarantined.quarantined > allowance.quarantined
        report.refusal = try workList.doubtOfClock(at: now)
        return report
    }

    /// Removes what the rules and the bounds allow, and records the run. Blocks.
    ///
    /// - Parameters:
    ///   - actor: who started the run, for the acts.
    ///   - isConfirmed: a person has said that the clock is right and that any number may go.
    /// - Returns: what was removed. A run that is refused for its clock removes and records nothing.
    package func run(by actor: String, isConfirmed: Bool = false, at now: Date = Date()) throws -> RetentionReport {
        if !isConfirmed, let doubt = try workList.doubtOfClock(at: now) {
            var report = RetentionReport(usedPercent: try disk().usedPercent)
            report.refusal = doubt
            return report
        }
        let report = try pass(
            actor: actor, isConfirmed: isConfirmed,
            allowance: isConfirmed ? .init() : workList.retentionAllowance(at: now), at: now)
        try workList.record(RetentionRun(at: now, report.removal))
        return report
    }

    private func disk() throws -> (usedPercent: Int, bytesToFree: Int) {
        let directory = workList.files.stateDirectory
        let (total, free) = (try Directory.totalBytes(at: directory), try Directory.freeBytes(at: directory))
        return (
            total == 0 ? 0 : 100 - free / max(1, total / 100),
            policy.withLock { $0.bytesToFree(total: total, free: free) }
        )
    }

    /// - Parameter actor: nil removes nothing and only plans.
    private func pass(
        actor: String?, isConfirmed: Bool = false, allowance: RetentionBounds.Allowance, at now: Date
    ) throws -> RetentionReport {
        let (usedPercent, target) = try disk()
        var pass = RetentionPass(
            policy: policy.withLock { $0 }, workList: workList, actor: actor, isConfirmed: isConfirmed, now: now,
            isStopping: { self.isStopping.load(ordering: .relaxed) }, allowance: allowance,
            report: RetentionReport(usedPercent: usedPercent))
        try pass.removeQuarantined()
        try pass.removeUnlisted()
        try pass.removeOldStudies()
        try pass.freeSpace(target)
        for (state, count) in try workList.countsByState() where !RetentionPolicy.endStates.contains(state) {
            pass.report.unreviewed[state.rawValue] = count
        }
        return pass.report
    }
}
