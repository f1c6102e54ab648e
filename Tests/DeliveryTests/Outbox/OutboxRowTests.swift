import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

struct OutboxRowTests {
    @Test func `an object stands in line once for each destination`() throws {
        let fixture = try Fixture()
        try fixture.produce(1, for: ["archive", "station", "archive"])
        #expect(try fixture.outboxStates("archive") == [.queued])
        #expect(try fixture.outboxStates("station") == [.queued])
    }

    @Test func `what stands in line is gone with its transaction`() throws {
        let fixture = try Fixture()
        struct Undone: Error {}
        try fixture.produce(1, for: [])
        #expect(throws: Undone.self) {
            try fixture.workList.write { db in
                try WorkListStore.enqueue(instanceRow: 1, for: "archive", at: .now, in: db)
                throw Undone()
            }
        }
        #expect(try fixture.outboxStates().isEmpty)
    }

    @Test func `every change of state is recorded`() throws {
        let fixture = try Fixture()
        try fixture.produce(1)
        let first = try #require(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        try fixture.workList.settle(
            first, as: .refused(reason: "full", isPermanent: false), status: 0xA700, notBefore: .now)
        #expect(try fixture.workList.retryOutbox(.row(first.id), by: "admin") == 1)
        let second = try #require(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        try fixture.workList.settle(second, as: .accepted, status: 0x0111)
        let history = try fixture.workList.read { db in
            try String.fetchAll(
                db,
                sql: """
                    SELECT fromState || ' ' || toState || ' ' || attempt || ' ' || ifnull(status, '-') || ' '
                        || ifnull(reason, '-') FROM outboxHistory ORDER BY id
                    """)
        }
        #expect(
            history == [
                "queued sending 1 - -", "sending deferred 1 42752 full", "deferred queued 0 42752 -",
                "queued sending 1 42752 -", "sending delivered 1 273 -",
            ])
    }
}
