import GRDB
import Testing
import WorkListFixture

@testable import Retention
@testable import WorkListDatabase

struct RetentionCandidatesTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `each reason to keep a study is looked for from the study's own rows`() throws {
        let sql = WorkListStore.candidateSelection(["archive"]) + " WHERE workItem.id = 1"
        let plan = try fixture.workList.read { try Row.fetchAll($0, sql: "EXPLAIN QUERY PLAN \(sql)") }
        let subqueries = plan.filter { ($0["detail"] as String).contains("SUBQUERY") }
        #expect(subqueries.count > 8)
        for subquery in subqueries {
            let first = try #require(plan.first { $0["parent"] == subquery["id"] as Int64 })["detail"] as String
            let keys = ["studyRow", "workItemRow", "rowid", "name"]
            #expect(keys.contains { first.hasPrefix("SEARCH") && first.contains("(\($0)=?)") }, "\(first)")
        }
    }
}
