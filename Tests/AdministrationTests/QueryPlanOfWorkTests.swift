@testable import Delivery
import DICOMCore
import GRDB
import Testing
import WorkListFixture

@testable import Administration
@testable import WorkList
@testable import WorkListDatabase

/// What the daemon's threads ask again and again looks at nothing but what is due, however many studies there are.
struct QueryPlanOfWorkTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    private func plan(_ sql: String) throws -> [String] {
        try fixture.workList.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] }
        }
    }

    @Test func `settling looks at what is due`() throws {
        let plan = try plan(
            WorkListStore.dueForSettling.replacing("?", with: "1"))
        #expect(plan == ["SEARCH workItem USING INDEX workItemSettling (notBefore>? AND notBefore<?)"])
    }

    @Test func `where an instance stands in its study is found without reading the study`() throws {
        let plan = try plan(InstanceHeader.placeInStudy.replacing("?", with: "1"))
        #expect(
            plan.contains {
                $0.hasPrefix("SEARCH first") && $0.hasSuffix("instanceBySeries (seriesRow=? AND rowid<?)")
            },
            "\(plan)")
    }

    @Test func `a claim takes a few look-ups for each priority`() throws {
        let plan = try plan(WorkListStore.nextToClaim.replacing("?1", with: "1").replacing("?2", with: "'A'"))
        let index = "USING INDEX workItemClaimable"
        #expect(plan.contains("SEARCH workItem \(index) (priority<?)"), "\(plan)")
        #expect(plan.contains("SEARCH workItem \(index) (priority=? AND attempt=? AND callingAETitle>?)"), "\(plan)")
        #expect(plan.contains("SEARCH workItem \(index) (priority=? AND attempt=?)"), "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE FOR ORDER BY") && $0.contains("callingAETitle") }, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN workItem") && !$0.contains(index) }, "\(plan)")
    }

    @Test func `how long the oldest study waits is one look-up`() throws {
        let plan = try plan(WorkListStore.oldestWaitingSelection)
        #expect(plan == ["SEARCH workItem USING INDEX workItemWaiting"])
    }

    @Test func `new verdicts are found without reading those that were counted`() throws {
        let plan = try plan(WorkListStore.newReviewSelection.replacing(/\?\d/, with: "1"))
        #expect(plan.contains("SEARCH review USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"), "\(plan)")
        #expect(plan.contains { $0.hasSuffix("INDEX reviewUndoable (undoUntil>?)") }, "\(plan)")
    }

    @Test func `deliveries are listed by the index that has them in order`() throws {
        let plan = try plan(
            OutboxRow.selection + """
                 WHERE outbox.destination = 'a' AND outbox.state = 'failed'
                 ORDER BY outbox.changedAt DESC, outbox.id DESC LIMIT 50
                """)
        #expect(plan.first == "SEARCH outbox USING INDEX outboxByChange (destination=? AND state=?)", "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
    }
}
