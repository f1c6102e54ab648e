import GRDB
import Testing
import WorkListFixture

@testable import WorkListDatabase

struct KnownQueriesTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a connection prepares a query once, however its values differ`() throws {
        try fixture.workList.read { db in
            let sql = "SELECT id FROM study WHERE id > ? -- prepared once"
            let (first, second) = (try db.statement(ofQuery: sql), try db.statement(ofQuery: sql))
            #expect(first === second)
        }
    }

    @Test func `who asks in ever new ways fills no memory`() {
        let known = KnownQueries(limit: 2)
        #expect(["a", "b", "c", "a", "b", "d"].map(known.keep) == [true, true, false, true, true, false])
    }
}
