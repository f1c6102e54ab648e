import Foundation
import Testing

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

struct RetentionPolicyTests {
    private let now = Date(timeIntervalSince1970: 1_000_000_000)

    private func study(
        _ state: WorkItemState, days: Double, holds: [RetentionPolicy.Hold] = []
    ) -> RetentionCandidate {
        RetentionCandidate(
            studyRow: 1, studyInstanceUID: "1.2", state: state, changedAt: now - days * 86_400, bytes: 1, instances: 1,
            holds: holds)
    }

    private var policy: RetentionPolicy {
        var policy = RetentionPolicy()
        policy.reviewedDays = 30
        policy.ineligibleDays = 7
        policy.failedDays = 14
        return policy
    }

    @Test(arguments: [
        (WorkItemState.accepted, 30), (.edited, 30), (.rejected, 30), (.ineligible, 7), (.failed, 14),
    ])
    func `a study goes once its days are over`(state: WorkItemState, days: Int) {
        #expect(policy.decision(on: study(state, days: Double(days)), isPressed: false, at: now) == .remove(.age))
        #expect(
            policy.decision(on: study(state, days: Double(days) - 0.01), isPressed: false, at: now) == .keep(.young))
    }

    @Test func `without a rule everything stays for ever`() {
        for state in RetentionPolicy.endStates {
            #expect(
                RetentionPolicy().decision(on: study(state, days: 36_500), isPressed: false, at: now) == .keep(.young))
        }
    }

    @Test func `the disk lets go what is young, and nothing lets go what is held`() {
        #expect(policy.decision(on: study(.accepted, days: 1), isPressed: true, at: now) == .remove(.watermark))
        for hold in RetentionPolicy.Hold.allCases {
            #expect(
                policy.decision(on: study(.accepted, days: 99, holds: [hold]), isPressed: true, at: now) == .keep(hold))
        }
    }

    @Test func `a study that failed stays its days on the fullest disk`() {
        #expect(policy.decision(on: study(.failed, days: 1), isPressed: true, at: now) == .keep(.young))
        #expect(policy.decision(on: study(.failed, days: 14), isPressed: true, at: now) == .remove(.age))
        #expect(RetentionPolicy().decision(on: study(.failed, days: 999), isPressed: true, at: now) == .keep(.young))
    }

    @Test func `no state in which a study is unreviewed is an end`() {
        let unreviewed: Set<WorkItemState> = [.collecting, .queued, .drafting, .drafted, .inReview]
        #expect(unreviewed.isDisjoint(with: RetentionPolicy.endStates))
        #expect(unreviewed.union(RetentionPolicy.endStates) == Set(WorkItemState.allCases))
        for state in unreviewed { #expect(policy.days(for: state) == nil) }
    }

    @Test func `over the high watermark as much goes as brings the disk to the low one`() {
        var policy = policy
        #expect(policy.bytesToFree(total: 1000, free: 0) == 0)
        policy.highWatermarkPercent = 90
        policy.lowWatermarkPercent = 80
        #expect(policy.bytesToFree(total: 1000, free: 100) == 0)
        #expect(policy.bytesToFree(total: 1000, free: 99) == 101)
        #expect(policy.bytesToFree(total: 0, free: 0) == 0)
    }
}
