import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewClaimsTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    @Test func `one reviewer opens a study, and another is told who has it and until when`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        let claim = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        #expect(claim.studyInstanceUID == "1.1" && claim.revision == 1 && claim.openedAt == now)
        #expect(claim.expiresAt == now + 1800)
        #expect(try fixture.item().state == .inReview)
        let refusal = try fixture.refusal { _ = try workList.openReview(of: item, by: "paul", for: 30, at: now + 60) }
        #expect(refusal == .held(by: "mary", name: "Doe^Mary", until: now + 1800))
        #expect(refusal?.description == "mary (Doe^Mary) has the study open until 2027-01-15T08:30:00Z")
        #expect(try workList.acts(aboutStudy: "1.1").map(\.kind) == [.opened])
    }

    @Test func `opening again keeps it for longer and remembers since when it is open`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let renewed = try workList.openReview(of: item, by: "mary", for: 30, at: now + 600)
        #expect(renewed.openedAt == now && renewed.expiresAt == now + 2400)
        let shorter = try workList.openReview(of: item, by: "mary", for: 1, at: now + 700)
        #expect(shorter.expiresAt == now + 2400)
        #expect(try workList.acts(aboutStudy: "1.1").count == 1)
    }

    @Test func `an expired claim is taken over at once, and its end and the new claim are recorded`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let taken = try workList.openReview(of: item, by: "paul", for: 30, at: now + 1800)
        #expect(taken.login == "paul" && taken.openedAt == now + 1800)
        let acts = try workList.acts(aboutStudy: "1.1")
        #expect(acts.map(\.kind) == [.opened, .released, .opened])
        #expect(acts.map(\.actor) == ["mary", "review", "paul"])
        #expect(acts[1].detail["expired"] == "mary")
        let refusal = try fixture.refusal { try workList.releaseReview(of: item, by: "mary", at: now + 1801) }
        #expect(refusal == .held(by: "paul", name: "Roe^Paul", until: now + 3600))
    }

    @Test func `expired claims go back to drafted by themselves, others stay`() throws {
        let second = try fixture.draftStudy(2)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        _ = try workList.openReview(of: second, by: "mary", for: 60, at: now)
        #expect(try workList.releaseExpiredReviews(at: now + 1799) == 0)
        #expect(try workList.releaseExpiredReviews(at: now + 1800) == 1)
        #expect(try workList.reviewableStudy(item).state == .drafted)
        #expect(try workList.reviewableStudy(second).claim?.login == "mary")
        #expect(try workList.releaseExpiredReviews(at: now + 1800) == 0)
    }

    @Test func `an expired claim that the work list refuses to end does not delay those on a later page`() throws {
        let second = try fixture.draftStudy(2)
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        _ = try workList.openReview(of: second, by: "paul", for: 30, at: now)
        try workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refused BEFORE UPDATE OF state ON workItem WHEN OLD.id = \(item)
                    BEGIN SELECT RAISE(ABORT, 'refused for the test'); END
                    """)
        }
        #expect(throws: WorkListError.self) { try workList.releaseExpiredReviews(at: now + 1800, page: 1) }
        #expect(try workList.reviewableStudy(item).state == .inReview)
        #expect(try workList.reviewableStudy(second).state == .drafted)
    }

    @Test func `a study given back can be opened by anybody, and only who has it gives it back`() throws {
        _ = try workList.openReview(of: item, by: "mary", through: "root", for: 30)
        try workList.releaseReview(of: item, by: "mary")
        #expect(try fixture.item().state == .drafted)
        #expect(try fixture.refusal { try workList.releaseReview(of: item, by: "mary") } == .notHeld(.drafted))
        #expect(try workList.openReview(of: item, by: "paul", for: 30).login == "paul")
        #expect(try workList.acts(aboutStudy: "1.1").first?.detail["account"] == "root")
    }

    @Test func `only a reviewer who is not disabled opens a study`() throws {
        let open = { (login: String) in
            try fixture.refusal { _ = try workList.openReview(of: item, by: login, for: 30) }
        }
        #expect(try open("nobody") == .noSuchUser("nobody"))
        #expect(try open("admin") == .notAReviewer("admin", isDisabled: false))
        var change = UserChange()
        change.isDisabled = true
        try workList.change("mary", change, by: "root")
        #expect(try open("mary") == .notAReviewer("mary", isDisabled: true))
        #expect(try fixture.item().state == .drafted)
    }

    @Test func `a study without a draft cannot be opened`() throws {
        try fixture.admit(study: 2)
        let collecting = try workList.workItem(named: "1.2")
        let refusal = try fixture.refusal { _ = try workList.openReview(of: collecting, by: "mary", for: 30) }
        #expect(refusal == .notReviewable(.collecting))
    }

    @Test func `of many who open at the same moment over two connections one wins`() async throws {
        let stores = [workList, try WorkListStore(stateDirectory: fixture.directory)]
        let item = item
        for round in 0..<10 {
            let results = await withTaskGroup(of: Result<ReviewClaim, any Error>.self) { group in
                for (store, login) in zip(stores, ["mary", "paul"]) {
                    group.addTask { Result { try store.openReview(of: item, by: login, for: 30) } }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let winners = results.compactMap { try? $0.get() }
            let winner = try #require(winners.first)
            #expect(winners.count == 1, "round \(round)")
            for case .failure(let error) in results {
                guard case ReviewError.held(by: winner.login, _, until: winner.expiresAt) = error else {
                    #expect(Bool(false), "\(error)")
                    continue
                }
            }
            try workList.releaseReview(of: item, by: winner.login)
        }
    }

    @Test func `a late image ends the claim, and the reviewer who then signs is told`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        try fixture.admit(instance: 2)
        #expect(try fixture.item().state == .collecting)
        let sign = { try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") } }
        #expect(try sign() == .studyChanged(sinceRevision: 1, state: .collecting))
        try fixture.draftNext()
        #expect(try sign() == .studyChanged(sinceRevision: 1, state: .drafted))
        // Somebody who opens it meanwhile and gives it back changes nothing about that.
        _ = try workList.openReview(of: item, by: "paul", for: 30)
        try workList.releaseReview(of: item, by: "paul")
        #expect(try sign() == .studyChanged(sinceRevision: 1, state: .drafted))
        #expect(try workList.openReview(of: item, by: "mary", for: 30).revision == 2)
        #expect(try workList.sign(.accept, of: item, by: "mary").revision == 2)
    }

    @Test func `who opened an earlier draft is told even where the time had run out before the image came`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30)
        #expect(try workList.releaseExpiredReviews(at: .now + 3600) == 1)
        try fixture.admit(instance: 2)
        try fixture.draftNext()
        let refusal = try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary") }
        #expect(refusal == .studyChanged(sinceRevision: 1, state: .drafted))
        #expect(try workList.sign(.accept, of: item, by: "mary", havingRead: 2).revision == 2)
    }

    @Test func `no transaction shortens more than a thousand claims when the clock was set back`() throws {
        let now = Date(timeIntervalSince1970: 1_800_000_000)
        try workList.write { db in
            try db.execute(
                sql: """
                    CREATE TEMP TABLE number AS WITH RECURSIVE numbers(i) AS (
                        SELECT 1001 UNION ALL SELECT i + 1 FROM numbers WHERE i < 2200) SELECT i FROM numbers;
                    INSERT INTO study (id, studyInstanceUID) SELECT i, '1.5.' || i FROM number;
                    INSERT INTO workItem (id, studyRow, state, notBefore, createdAt, changedAt)
                        SELECT i, i, 'collecting', 1, 1, 1 FROM number;
                    INSERT INTO reviewClaim (workItemRow, revision, login, name, openedAt, expiresAt)
                        SELECT i, 1, 'mary', 'Doe^Mary', \(now.milliseconds - 1000), \(now.milliseconds + 9000) FROM number;
                    """)
        }
        let largest = LargestTransaction { if case .update("reviewClaim", _) = $0 { true } else { false } }
        workList.pool.add(transactionObserver: largest, extent: .observerLifetime)
        #expect(try workList.shortenReviewClaims(by: 5, at: now) == 1200)
        #expect(largest.count == 1000)
        let ends = try workList.read { try Int64.fetchSet($0, sql: "SELECT expiresAt FROM reviewClaim") }
        #expect(ends == [now.milliseconds + 4000])
    }
}
