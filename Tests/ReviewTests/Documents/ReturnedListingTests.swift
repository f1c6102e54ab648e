import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkListDatabase

struct ReturnedListingTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `reports that wait for a person are found without reading those that were decided`() throws {
        for sql in [
            WorkListStore.waitingReports, WorkListStore.reportsSetAside, WorkListStore.waitingReportNumber,
        ] {
            let plan = try fixture.workList.read { db in
                try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(sql.replacing("?", with: "1"))").map {
                    $0["detail"] as String
                }
            }
            #expect(plan.first?.hasSuffix("INDEX returnedReportKept (state=?)") == true, "\(plan)")
            #expect(!plan.contains { $0.contains("TEMP B-TREE") }, "\(plan)")
        }
    }
}
