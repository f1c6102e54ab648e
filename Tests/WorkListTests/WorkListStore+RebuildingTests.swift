import GRDB
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct RebuildingTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `whether the decision on a study is lost is found without reading other studies`() throws {
        let sql = WorkListStore.decidedItemOfStudy.replacing("?", with: "'1.1'")
        let plan = try fixture.workList.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql)").map { $0["detail"] as String }
        }
        #expect(plan.first?.hasPrefix("SEARCH study") == true, "\(plan)")
        #expect(!plan.contains { $0.hasPrefix("SCAN") }, "\(plan)")
    }
}
