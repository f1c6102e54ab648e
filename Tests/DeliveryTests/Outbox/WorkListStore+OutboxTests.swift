import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

struct WorkListStoreOutboxTests {
    @Test func `a claim takes what is due for its destination, oldest first, and nothing twice`() throws {
        let fixture = try Fixture()
        try fixture.produce(3, study: 1, at: .now - 10)
        try fixture.produce(2, study: 2, for: ["station"], at: .now - 20)
        try fixture.produce(1, study: 3, at: .now - 30)
        try fixture.produce(1, study: 4, at: .now + 60)
        let first = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 3)
        #expect(first.map(\.instance.sopInstanceUID) == ["1.3.9.1", "1.1.9.1", "1.1.9.2"])
        #expect(first.allSatisfy { $0.state == .sending && $0.attempt == 1 && $0.claimant == 7 })
        let second = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 3)
        #expect(second.map(\.instance.sopInstanceUID) == ["1.1.9.3"])
        #expect(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 3).isEmpty)
    }

    @Test func `a claim looks at nothing but what is due for its destination`() throws {
        let fixture = try Fixture()
        let due = OutboxRow.due(for: "archive", at: .now)
        let plan = try fixture.workList.read { db in
            try Row.fetchAll(db, sql: "EXPLAIN QUERY PLAN \(due.sql(limit: 9))", arguments: due.arguments)
        }.map { $0["detail"] as String }
        #expect(plan.first?.contains("USING INDEX outboxDue (destination=? AND notBefore<?)") == true, "\(plan)")
        #expect(!plan.contains { $0.contains("TEMP B-TREE") || $0.contains("SCAN") }, "\(plan)")
    }

    @Test func `no look for rows of some states reads all that was ever delivered`() throws {
        let fixture = try Fixture()
        let queries = [
            OutboxRow.open(for: "archive", until: .now), OutboxRow.sending(to: nil), OutboxRow.sending(to: "archive"),
            try OutboxRow.pending(forOthersThan: ["archive"]), OutboxRow.failed,
        ]
        for query in queries {
            let plan = try fixture.workList.read { db in
                try Row.fetchAll(
                    db, sql: "EXPLAIN QUERY PLAN SELECT id FROM outbox WHERE \(query.condition)",
                    arguments: query.arguments)
            }.map { $0["detail"] as String }
            let look = plan.first { $0.hasPrefix("SEARCH outbox USING") || $0.hasPrefix("SCAN outbox") }
            #expect(look?.contains("(destination=? AND state=?") == true, "\(plan)")
        }
    }

    @Test func `a claim that was taken back settles nothing`() throws {
        let fixture = try Fixture()
        try fixture.produce(1)
        let claim = try #require(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        #expect(try fixture.workList.returnOutboxClaims() == 1)
        #expect(throws: DeliveryError.self) { try fixture.workList.settle(claim, as: .accepted, status: 0) }
        #expect(try fixture.outboxStates() == [.queued])
    }

    @Test func `start-up returns what was being sent to the queue, and its attempt counts`() throws {
        let fixture = try Fixture()
        try fixture.produce(2)
        _ = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 1)
        let again = try WorkListStore(stateDirectory: fixture.directory)
        #expect(try again.returnOutboxClaims() == 1)
        #expect(try again.claimOutbox(for: "archive", by: 8, limit: 9).map(\.attempt) == [2, 1])
    }

    @Test func `one lane's claims can be returned without the others'`() throws {
        let fixture = try Fixture()
        try fixture.produce(1, for: ["archive", "station"])
        for destination in ["archive", "station"] {
            _ = try fixture.workList.claimOutbox(for: destination, by: 7, limit: 9)
        }
        #expect(try fixture.workList.returnOutboxClaims(of: "archive") == 1)
        #expect(try fixture.outboxStates("archive") == [.queued])
        #expect(try fixture.outboxStates("station") == [.sending])
    }

    @Test func `a draft and its place in line are stored together`() throws {
        let fixture = try Fixture()
        try fixture.queue()
        let claim = try #require(try fixture.workList.claim(by: 1))
        try fixture.workList.store(fixture.draft(of: claim, destinations: ["archive", "station"]), for: claim)
        for destination in ["archive", "station"] {
            #expect(
                try fixture.workList.claimOutbox(for: destination, by: 7, limit: 9).map(\.instance.sopInstanceUID)
                    == ["1.1.9.1"])
        }
    }

    @Test func `a destination that fails puts off all that waits for it and nothing else`() throws {
        let fixture = try Fixture()
        try fixture.produce(3, for: ["archive", "station"])
        let claims = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 2)
        let now = Date.now
        try fixture.workList.settle(claims[0], as: .refused(reason: "odd", isPermanent: false), notBefore: now + 900)
        let counts = try fixture.workList.destinationFailed("archive", reason: "refused", until: now + 60, at: now)
        #expect(counts == (2, 0))
        #expect(try fixture.outboxStates("archive") == [.deferred, .deferred, .deferred])
        #expect(try fixture.outboxStates("station") == [.queued, .queued, .queued])
        #expect(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9, at: now + 59).isEmpty)
        let later = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9, at: now + 61)
        #expect(later.map(\.instance.sopInstanceUID) == ["1.1.9.2", "1.1.9.3"])
        #expect(later.map(\.attempt) == [2, 2])
        #expect(later.map(\.reason) == [nil, nil])
    }

    @Test func `no transaction defers, gives up or retries more than 200 deliveries`() throws {
        let fixture = try Fixture()
        try fixture.produce(450, for: ["archive"])
        let largest = LargestTransaction { if case .update("outbox", _) = $0 { true } else { false } }
        fixture.workList.pool.add(transactionObserver: largest, extent: .observerLifetime)
        #expect(try fixture.workList.destinationFailed("archive", reason: "refused", until: .now + 60) == (450, 0))
        #expect(largest.count == 200)
        #expect(try fixture.workList.failOutbox(forOthersThan: [], reason: "gone") == ["archive": 450])
        #expect(largest.count == 200)
        #expect(Set(try fixture.outboxStates()) == [.failed])
        #expect(try fixture.workList.retryOutbox(.allFailed, by: "admin") == 450)
        #expect(largest.count == 200)
    }

    @Test func `a delivery that the work list refuses to defer or retry holds up no other`() throws {
        let fixture = try Fixture()
        try fixture.produce(3)
        func refuse(_ id: Int) throws {
            try fixture.workList.write { db in
                try db.execute(
                    sql: """
                        DROP TRIGGER IF EXISTS stop;
                        CREATE TRIGGER stop BEFORE UPDATE ON outbox WHEN OLD.id = \(id)
                        BEGIN SELECT RAISE(ABORT, 'no'); END
                        """)
            }
        }
        try refuse(2)
        #expect(throws: WorkListError.self) {
            try fixture.workList.destinationFailed("archive", reason: "refused", until: .now + 60)
        }
        #expect(try fixture.outboxStates() == [.deferred, .queued, .deferred])
        try refuse(1)
        #expect(throws: WorkListError.self) {
            try fixture.workList.retryOutbox(.destination("archive"), by: "admin")
        }
        #expect(try fixture.outboxStates() == [.deferred, .queued, .queued])
    }

    @Test func `a destination that fails for two days is given up`() throws {
        let fixture = try Fixture()
        try fixture.produce(1)
        for attempt in 1...OutboxState.maximumAttempts {
            let counts = try fixture.workList.destinationFailed("archive", reason: "refused", until: .now)
            #expect(counts == (attempt < OutboxState.maximumAttempts ? (1, 0) : (0, 1)))
        }
        #expect(try fixture.outboxStates() == [.failed])
        #expect(try fixture.workList.destinationFailed("archive", reason: "refused", until: .now) == (0, 0))
    }

    @Test func `what waits for a peer that is no destination any more fails with the reason`() throws {
        let fixture = try Fixture()
        try fixture.produce(2, for: ["archive", "station"])
        #expect(try fixture.workList.failOutbox(forOthersThan: ["archive"], reason: "gone") == ["station": 2])
        #expect(try fixture.outboxStates("archive") == [.queued, .queued])
        #expect(try fixture.outboxStates("station") == [.failed, .failed])
        #expect(try fixture.workList.failOutbox(forOthersThan: ["archive"], reason: "gone").isEmpty)
    }

    @Test func `a retry gives the row its old place and all its attempts`() throws {
        let fixture = try Fixture()
        try fixture.produce(3, at: .now - 10)
        let claims = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 2)
        try fixture.workList.settle(claims[0], as: .refused(reason: "odd", isPermanent: true))
        try fixture.workList.settle(claims[1], as: .refused(reason: "full", isPermanent: false), notBefore: .now + 60)
        #expect(try fixture.workList.retryOutbox(.allFailed, by: "admin") == 1)
        #expect(try fixture.workList.retryOutbox(.row(claims[0].id), by: "admin") == 0, "it is queued already")
        #expect(try fixture.workList.retryOutbox(.destination("station"), by: "admin") == 0)
        #expect(try fixture.workList.retryOutbox(.destination("archive"), by: "admin") == 1)
        let again = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 9)
        #expect(again.map(\.instance.sopInstanceUID) == ["1.1.9.1", "1.1.9.2", "1.1.9.3"])
        #expect(again.map(\.attempt) == [1, 1, 1])
    }

    @Test func `a retry is due at once, also when the clock was set back since the delivery began`() throws {
        let fixture = try Fixture()
        let ahead = Date.now + 3600
        try fixture.produce(1, at: ahead)
        let claim = try #require(try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 1, at: ahead).first)
        try fixture.workList.settle(claim, as: .refused(reason: "odd", isPermanent: true), at: ahead)
        #expect(try fixture.workList.retryOutbox(.allFailed, by: "admin") == 1)
        #expect(try fixture.workList.isOutboxDue(for: "archive"))
    }

    @Test func `each delivery that is retried is recorded as an act of who retried it`() throws {
        let fixture = try Fixture()
        try fixture.produce(2)
        for claim in try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 2) {
            try fixture.workList.settle(claim, as: .refused(reason: "odd", isPermanent: true))
        }
        #expect(try fixture.workList.retryOutbox(.allFailed, by: "admin") == 2)
        #expect(try fixture.workList.retryOutbox(.allFailed, by: "admin") == 0)
        let acts = try fixture.workList.acts(aboutStudy: "1.1")
        #expect(acts.map(\.kind) == [.deliveryRetried, .deliveryRetried])
        #expect(acts.map(\.actor) == ["admin", "admin"])
        #expect(acts.first?.detail == ["delivery": "1", "destination": "archive", "state": "failed", "reason": "odd"])
    }

    @Test func `more deliveries are retried than fit into one transaction`() throws {
        let fixture = try Fixture()
        try fixture.produce(450)
        #expect(try fixture.workList.failOutbox(forOthersThan: [], reason: "gone") == ["archive": 450])
        #expect(try fixture.workList.retryOutbox(.destination("archive"), by: "admin") == 450)
        #expect(try fixture.workList.acts(limit: 1000).count == 450)
    }

    @Test func `the overview counts by destination and lists the latest change first`() throws {
        let fixture = try Fixture()
        let start = Date(milliseconds: Date.now.milliseconds - 60_000)
        try fixture.produce(4, for: ["archive", "station"], at: start)
        let claims = try fixture.workList.claimOutbox(for: "archive", by: 7, limit: 3, at: start + 1)
        try fixture.workList.settle(claims[0], as: .accepted, status: 0, at: start + 2)
        try fixture.workList.settle(
            claims[1], as: .refused(reason: "full", isPermanent: false), status: 0xA700, notBefore: start + 90,
            at: start + 3)
        try fixture.workList.settle(
            claims[2], as: .refused(reason: "odd", isPermanent: true), status: 0xC000, at: start + 4)
        #expect(
            try fixture.workList.outboxDestinations() == [
                OutboxDestination(
                    destination: "archive", waiting: 1, deferred: 1, failed: 1, delivered: 1, nextAttempt: start + 90,
                    oldestWaitingSince: start, lastReason: "odd"),
                OutboxDestination(
                    destination: "station", waiting: 4, deferred: 0, failed: 0, delivered: 0, nextAttempt: nil,
                    oldestWaitingSince: start, lastReason: nil),
            ])
        let all = try fixture.workList.outboxListing(
            states: Set(OutboxState.allCases), destination: "archive", limit: 9)
        #expect(all.map(\.state) == [.failed, .deferred, .delivered, .queued])
        #expect(all.map(\.status) == ["C000", "A700", "0000", nil])
        #expect(try fixture.workList.outboxListing(states: [.failed], limit: 9).map(\.reason) == ["odd"])
    }
}
