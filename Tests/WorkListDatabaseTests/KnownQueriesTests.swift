import GRDB
import Testing
import WorkListFixture

@testable import WorkListDatabase

struct KnownQueriesTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `a connection prepares a query once, however its values differ`() throws {
        try fixture.workList.read { db in
            let (sql, known) = ("SELECT id FROM study WHERE id > ?", KnownQueries(limit: 1))
            let (first, second) = (
                try db.statement(ofQuery: sql, among: known), try db.statement(ofQuery: sql, among: known)
            )
            #expect(first === second)

            let other = "SELECT id FROM study WHERE id < ?"
            let (third, fourth) = (
                try db.statement(ofQuery: other, among: known), try db.statement(ofQuery: other, among: known)
            )
            #expect(third !== fourth)
        }
    }

    @Test func `who asks in ever new ways fills no memory`() {
        let known = KnownQueries(limit: 2)
        #expect(["a", "b", "c", "a", "b", "d"].map(known.keep) == [true, true, false, true, true, false])
    }
}
