import Foundation
import GRDB
import Review
import Testing
import WorkListFixture

@testable import Delivery
@testable import WorkList
@testable import WorkListDatabase

/// Deliveries of rejected drafts that have not been made are not made.
struct WithdrawnDeliveriesTests {
    private let fixture: Fixture
    private let workList: WorkListStore
    private let item: Int64
    private let start: Date

    init() throws {
        fixture = try Fixture()
        workList = fixture.workList
        start = try Self.clock(of: workList)
        try fixture.addUsers()
        try fixture.queue()
        let claim = try #require(try workList.claim(by: 1))
        item = claim.workItem.id
        try workList.store(
            fixture.draft(of: claim, destinations: ["archive", "station"], report: Fixture.report), for: claim)
    }

    /// Returns the time by the clock that the trigger reads: SQLite's, cut to milliseconds.
    private static func clock(of workList: WorkListStore) throws -> Date {
        let now = try workList.read {
            try Int64.fetchOne($0, sql: "SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)")
        }
        return Date(milliseconds: try #require(now))
    }

    private func reject() throws {
        _ = try workList.sign(.reject(.patientSafety, comment: nil), of: item, by: "mary")
    }

    private func count(_ state: OutboxState) throws -> Int? {
        try workList.read { db in
            try Int.fetchOne(
                db, sql: "SELECT number FROM outboxCount WHERE destination = 'archive' AND state = ?",
                arguments: [state.rawValue])
        }
    }

    @Test func `what waits is dropped and what was delivered stays on record`() throws {
        let claim = try #require(try workList.claimOutbox(for: "station", by: 7, limit: 9).first)
        try workList.settle(claim, as: .accepted, status: 0)
        try reject()
        #expect(try fixture.outboxStates("archive") == [] && fixture.outboxStates("station") == [.delivered])
        #expect(try count(.queued) == 0)
        #expect(try workList.claimOutbox(for: "archive", by: 7, limit: 9).isEmpty)
    }

    @Test func `what has failed is not retried`() throws {
        let claim = try #require(try workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        try workList.settle(claim, as: .refused(reason: "not wanted", isPermanent: true), status: 0xA900)
        #expect(try fixture.outboxStates() == [.failed])
        try reject()
        #expect(try workList.retryOutbox(.allFailed, by: "admin") == 0)
        #expect(try count(.failed) == 0)
    }

    @Test func `what is under way at the rejection is not tried again`() throws {
        let claims = try ["archive", "station"].map {
            try #require(try workList.claimOutbox(for: $0, by: 7, limit: 9).first)
        }
        try reject()
        #expect(try fixture.outboxStates() == [.sending])
        try workList.settle(claims[0], as: .accepted, status: 0)
        #expect(try fixture.outboxStates() == [.delivered])
        #expect(try workList.returnOutboxClaims() == 1)
        #expect(try fixture.outboxStates("station") == [])
        #expect(try count(.delivered) == 1 && count(.sending) == 0)
    }

    @Test func `what was delivered and is not committed to is not delivered once more`() throws {
        let claim = try #require(try workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        try workList.settle(claim, as: .accepted, status: 0)
        try reject()
        try workList.write { db in
            let delivered = JobQuery<OutboxRow>("outbox.destination = 'archive'")
            _ = try workList.apply(.notCommitted, toAll: delivered, at: .now, in: db)
        }
        #expect(try fixture.outboxStates() == [] && count(.delivered) == 0)
        #expect(try dropped().map { $0["outcome"] } == ["delivered"])
    }

    /// Returns the details of the acts on deliveries that were dropped.
    private func dropped() throws -> [[String: String]] {
        let end = try Self.clock(of: workList)
        return try workList.acts().filter { $0.kind == .deliveryWithdrawn }.map { act in
            #expect(act.studyInstanceUID == "1.1" && act.patientID == "P1" && act.actor == "delivery")
            #expect(act.at >= start && act.at <= end)
            return act.detail
        }
    }

    @Test func `attempts before the rejection are recorded as acts`() throws {
        let claims = try ["archive", "station"].map {
            try #require(try workList.claimOutbox(for: $0, by: 7, limit: 9).first)
        }
        try workList.settle(
            claims[0], as: .refused(reason: "out of resources", isPermanent: false), status: 0xA700, notBefore: .now)
        try reject()
        #expect(
            try dropped() == [
                [
                    "delivery": "\(claims[0].id)", "destination": "archive", "attempts": "1",
                    "outcome": "not delivered", "reason": "out of resources",
                ]
            ])
        _ = try workList.returnOutboxClaims()
        #expect(
            try dropped().last == [
                "delivery": "\(claims[1].id)", "destination": "station", "attempts": "1", "outcome": "unknown",
            ])
    }

    @Test func `a delivery that ends as delivered, or was never tried, leaves no such act`() throws {
        let claim = try #require(try workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        try reject()
        try workList.settle(claim, as: .accepted, status: 0)
        #expect(try dropped().isEmpty)
        try workList.write { try $0.execute(sql: "DELETE FROM study") }
        #expect(try dropped().isEmpty)
    }

    /// Rejects the draft as the page does, so that the rejection can be withdrawn for ten seconds.
    private func rejectOnPage(at now: Date) throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let page = PageReading(Fixture.attention(), undoSeconds: 10)
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary", havingRead: 1, on: page, at: now)
    }

    @Test
    func `nothing of a rejected draft is sent while the rejection can be withdrawn, whatever happens to its rows`()
        throws
    {
        let now = Date()
        let claims = try ["archive", "station"].map {
            try #require(try workList.claimOutbox(for: $0, by: 7, limit: 9, at: now).first)
        }
        try rejectOnPage(at: now)
        try workList.settle(
            claims[0], as: .refused(reason: "out of resources", isPermanent: true), status: 0xA700, at: now)
        _ = try workList.returnOutboxClaims(at: now)
        #expect(try workList.retryOutbox(.allFailed, by: "admin", at: now) == 1)
        #expect(try fixture.outboxStates("archive") == [.queued] && fixture.outboxStates("station") == [.queued])
        for destination in ["archive", "station"] {
            #expect(try !workList.isOutboxDue(for: destination, at: now + 9))
            #expect(try workList.claimOutbox(for: destination, by: 7, limit: 9, at: now + 9).isEmpty)
        }
        #expect(try dropped().isEmpty)
        #expect(try workList.finishVerdicts(at: now + 10) == 1)
        #expect(try fixture.outboxStates("archive") == [] && fixture.outboxStates("station") == [])
        #expect(try Set(dropped().map { $0["outcome"] }) == ["not delivered", "unknown"])
    }

    @Test func `a claim that was handed back because of the rejection is no attempt`() throws {
        let claim = try #require(try workList.claimOutbox(for: "archive", by: 7, limit: 9).first)
        #expect(try !workList.isWithdrawn(claim))
        try reject()
        #expect(try workList.isWithdrawn(claim))
        try workList.settle(claim, as: .handedBack)
        #expect(try fixture.outboxStates("archive") == [] && dropped().isEmpty)
    }

    @Test func `an earlier draft without a decision goes with the rejected one`() throws {
        try workList.requeue(item, isForced: true, by: "admin")
        let claim = try #require(try workList.claim(by: 1))
        try workList.store(
            fixture.draft(of: claim, destinations: ["archive"], report: Fixture.report), for: claim)
        #expect(try fixture.outboxStates() == [.queued, .queued])
        try reject()
        #expect(try fixture.outboxStates() == [])
    }

    @Test func `drafts that were rejected under an older version are withdrawn by the migration`() throws {
        try workList.write { db in
            // As the version before left it.
            for trigger in ["deliveryWithdrawn", "draftRejected", "instanceWithdrawn"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
        }
        try reject()
        #expect(try fixture.outboxStates() == [.queued])
        try workList.write { db in
            for trigger in ["seriesContinued", "sendingWithdrawn", "rejectionPending", "rejectionWithdrawn"] {
                try db.execute(sql: "DROP TRIGGER \(trigger)")
            }
            for table in ["instance", "series"] { try db.execute(sql: "ALTER TABLE \(table) DROP COLUMN isWithdrawn") }
            try db.execute(sql: Schema.withdrawnDocumentsMigration)
            #expect(try Int.fetchAll(db, sql: "SELECT isWithdrawn FROM series ORDER BY id") == [0, 1])
        }
        #expect(try fixture.outboxStates() == [])
    }
}
