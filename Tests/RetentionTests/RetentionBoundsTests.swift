import Auditing
import Foundation
import GRDB
import Logging
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkList
@testable import WorkListDatabase

/// What a run without confirmation may not do, whatever the rules say.
struct RetentionBoundsTests {
    private let fixture: Fixture
    private let retention: RetentionSweep
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    init() throws {
        fixture = try Fixture()
        var policy = RetentionPolicy()
        policy.ineligibleDays = 10
        retention = RetentionSweep(policy, workList: fixture.workList)
    }

    private static func day(_ number: Double) -> Date { Date(timeIntervalSince1970: number * 86_400) }

    /// Studies `1.n`, ineligible since day 1; the trail knows of them.
    private func add(_ numbers: ClosedRange<Int>) throws {
        for number in numbers { try fixture.admit(study: number, settleAt: Self.day(1), at: Self.day(1)) }
        for study in try fixture.workList.studiesToSettle(limit: numbers.count) {
            _ = try fixture.workList.settle(
                study, as: .foundIneligible(reason: "a foot"), eligible: [], at: Self.day(1))
        }
        _ = try fixture.extendTrail()
    }

    private func studies() throws -> Int { try fixture.workList.countsByState().values.reduce(0, +) }

    private func watch() -> DiskWatch {
        DiskWatch(retention: retention, reservedBytes: 0, workList: fixture.workList, logger: logger)
    }

    private func incidents(_ words: String) throws -> Int {
        try fixture.workList.incidents(limit: 99).count { $0.message.contains(words) }
    }

    @Test func `a clock two years ahead removes nothing, and one incident says so`() throws {
        try add(1...3)
        let watch = watch()
        watch.look(at: Self.day(2))
        #expect(try fixture.workList.lastRetentionRun()?.at == Self.day(2))
        // A row that such a clock has written does not make it right.
        try fixture.admit(study: 4, at: Self.day(732))
        for _ in 1...3 { watch.look(at: Self.day(732)) }
        // Neither does a new start of the daemon.
        self.watch().look(at: Self.day(733))
        #expect(try studies() == 4)
        #expect(try fixture.workList.lastRetentionRun()?.at == Self.day(2))
        #expect(try incidents("the clock is 730 days ahead of the last run") == 1)
        #expect(try retention.plan(at: Self.day(732)).removable["age"]?.studies == 3, "a plan shows them")

        // The clock is set right: the next look runs, and does not wait for the time that it had seen.
        watch.look(at: Self.day(3))
        #expect(try fixture.workList.lastRetentionRun()?.at == Self.day(3))
        // Or a person says that it is.
        let report = try retention.run(by: "root", isConfirmed: true, at: Self.day(732))
        #expect(report.removable["age"]?.studies == 3 && report.refusal == nil)
        #expect(try retention.run(by: "retention", at: Self.day(732.5)).refusal == nil)
    }

    @Test func `before the first run the newest row tells the time`() throws {
        try add(1...1)
        #expect(try retention.run(by: "retention", at: Self.day(20)).refusal?.contains("newest row") == true)
        #expect(try studies() == 1)
        #expect(try retention.run(by: "retention", at: Self.day(7)).refusal == nil)
        // Days without new studies do not look like a wrong clock, because the hourly runs continue.
        for day in 8...12 { #expect(try retention.run(by: "retention", at: Self.day(Double(day))).refusal == nil) }
        #expect(try studies() == 0)
    }

    @Test func `within a day a quarter goes, a hundred at least, and the rest with confirmation`() throws {
        try add(1...600)
        try fixture.workList.record(RetentionRun(at: Self.day(19), Removal()))
        let watch = watch()
        watch.look(at: Self.day(20))
        #expect(try studies() == 450, "a quarter")
        for hour in 1...3 { watch.look(at: Self.day(20) + Double(hour) * 3600) }
        #expect(try studies() == 450)
        #expect(try incidents("as much as may go within a day") == 1)
        #expect(try retention.plan(at: Self.day(20.5)).isBounded)
        watch.look(at: Self.day(21.1))
        #expect(try studies() == 338, "a quarter of what was left")
        for day in 22...23 { watch.look(at: Self.day(Double(day) + 0.2)) }
        #expect(try studies() == 138, "a hundred at least")
        let report = try retention.run(by: "root", isConfirmed: true, at: Self.day(23.3))
        #expect(report.removable["age"]?.studies == 138 && !report.isBounded)
        // What a person confirmed does not use up the share.
        try add(601...640)
        #expect(try fixture.workList.retentionAllowance(at: Self.day(23.4)).studies == 0, "the share of day 23 went")
        #expect(try fixture.workList.retentionAllowance(at: Self.day(25)).studies == 100)
    }
}
