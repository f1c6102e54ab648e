import Commitment
import Delivery
import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

struct WorkListStatisticsTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func studies() throws -> [WorkItemState: Int] {
        let standing = try fixture.workList.statistics().studies.filter { $0.count > 0 }
        return Dictionary(uniqueKeysWithValues: standing.map { ($0.state, $0.count) })
    }

    /// Counted row by row, as the tallies have to agree with.
    private func counted() throws -> [WorkItemState: Int] {
        try fixture.workList.read { db in
            try Row.fetchAll(db, sql: "SELECT state, count(*) AS number FROM workItem GROUP BY state")
                .reduce(into: [:]) { $0[try #require(WorkItemState(rawValue: $1["state"]))] = $1["number"] }
        }
    }

    @Test func `every state is named, also where no study is in it`() throws {
        let studies = try fixture.workList.statistics().studies
        #expect(studies.map(\.state) == WorkItemState.allCases)
        #expect(studies.allSatisfy { $0.count == 0 && $0.oldestChange == nil })
    }

    @Test func `studies are counted through their life, and no more once they are gone`() throws {
        for study in 1...5 { try fixture.queue(study: study) }
        let claim = try #require(try fixture.workList.claim(by: 1))
        #expect(try studies() == [.queued: 4, .drafting: 1])
        try fixture.workList.store(fixture.draft(of: claim), for: claim)
        #expect(try studies() == [.queued: 4, .drafted: 1])
        try fixture.admit(study: 2, instance: 2, byte: 2, settleAt: .now + 60)
        #expect(try studies() == [.collecting: 1, .queued: 3, .drafted: 1])
        #expect(try counted() == studies())
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM study WHERE studyInstanceUID IN ('1.2', '1.3')") }
        #expect(try studies() == [.queued: 2, .drafted: 1])
        #expect(try counted() == studies())
    }

    @Test func `the oldest study of a state is the one that has been in it for longest`() throws {
        let first = Date(timeIntervalSince1970: 1_000_000)
        for study in 0..<3 {
            try fixture.admit(study: study + 1, settleAt: .now + 60, at: first + Double(study))
        }
        let collecting = try #require(try fixture.workList.statistics().studies.first { $0.state == .collecting })
        #expect(collecting.count == 3)
        #expect(collecting.oldestChange == first)
    }

    @Test func `deliveries are counted by destination and state, with the oldest that waits`() throws {
        let first = Date(timeIntervalSince1970: 1_000_000)
        try fixture.produce(2, study: 1, for: ["archive", "station"], at: first)
        try fixture.produce(1, study: 2, for: ["archive"], at: first + 9)
        let row = try #require(try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 1).first)
        try fixture.workList.settle(row, as: .accepted, status: 0)
        let outbox = try fixture.workList.statistics().outbox.filter { $0.count > 0 }
        #expect(
            outbox.map { "\($0.destination) \($0.state.rawValue) \($0.count)" } == [
                "archive delivered 1", "archive queued 2", "station queued 2",
            ])
        #expect(outbox.map(\.oldest) == [nil, first, first])
        try fixture.workList.write { try $0.execute(sql: "DELETE FROM study") }
        #expect(try fixture.workList.statistics().outbox.allSatisfy { $0.count == 0 })
    }

    @Test func `storage commitment is counted by what came of it`() throws {
        try fixture.produce(1)
        for row in try fixture.workList.claimOutbox(for: "archive", by: 1, limit: 9) {
            try fixture.workList.settle(row, as: .accepted, status: 0)
        }
        try fixture.workList.gatherCommitment(of: "archive", deliveredUntil: .now + 1)
        let asked = try #require(try fixture.workList.commitmentToAsk(of: "archive"))
        try fixture.workList.commitmentAsked(asked, overdueAt: .now + 60)
        let standing = try fixture.workList.statistics().commitments.filter { $0.count > 0 }
        #expect(standing == [.init(direction: .outgoing, peer: "archive", state: .requested, count: 1)])
    }

    @Test func `no figure is had by reading every row`() throws {
        let plans = try fixture.workList.read { db in
            try [
                WorkListStore.oldestChange.replacing("?", with: "'drafted'"),
                "SELECT min(createdAt) FROM outbox WHERE destination = 'a' AND state = 'queued'",
            ].map { sql in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN " + sql).map { $0["detail"] as String }.joined()
            }
        }
        for plan in plans { #expect(plan.contains("SEARCH") && !plan.contains("B-TREE"), "\(plan)") }
    }
}
