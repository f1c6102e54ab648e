import GRDB
import Testing
import WorkListFixture

@testable import WorkListDatabase

struct WorkListFilesTests {
    @Test func `the search for a fault ends at its limit, and hinders nothing afterwards`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        try workList.write {
            try $0.execute(
                sql: """
                    WITH RECURSIVE numbers(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < 5000)
                    INSERT INTO removedFile SELECT 'path ' || n FROM numbers
                    """)
        }
        var limits = ReadBudget.Limits()
        limits.steps = 0
        #expect(throws: ReadBudget.Exceeded.steps(0)) { try workList.firstFault(within: ReadBudget(limits)) }
        #expect(try workList.firstFault(within: ReadBudget()) == nil)
        #expect(try workList.firstFault() == nil)
    }
}
