import Delivery
import FindingLabels
import Foundation
import GRDB
import OperatorErrors
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct WithdrawalTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws {
        (fixture, item) = try Fixture.withDraftedStudy()
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now - 60)
    }

    @discardableResult private func sign(
        _ decision: ReviewDecision = .accept, _ attention: ReviewAttention = Fixture.attention(), undoSeconds: Int = 10
    ) throws -> ReviewRecord {
        try workList.sign(
            decision, of: item, by: "mary", havingRead: 1, on: PageReading(attention, undoSeconds: undoSeconds),
            at: now)
    }

    private func count(_ table: String) throws -> Int {
        try workList.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM \(table)") ?? 0 }
    }

    @Test func `a verdict on the page needs the claim and the required views`() throws {
        #expect(try fixture.refusal { try sign(.accept, ReviewAttention()) }?.fault == .invalid)
        #expect(try workList.reviewableStudy(item).state == .inReview)
        try workList.releaseReview(of: item, by: "mary", at: now)
        #expect(try fixture.refusal { try sign() } == .notHeld(.drafted))
    }

    @Test func `a verdict that a clock ahead has signed is final when the clock is set back`() throws {
        let review = try sign()
        #expect(try workList.finishVerdicts(at: now - 1) == 0, "threads read the clock at different instants")
        #expect(try workList.finishVerdicts(at: now - 3600) == 1)
        #expect(
            try workList.read {
                try Bool.fetchOne(
                    $0, sql: "SELECT undoUntil IS NULL FROM review WHERE id = ?", arguments: [review.id])
            } == true)
    }

    @Test func `a verdict that the work list refuses to make final does not delay the others`() throws {
        let other = try fixture.draftStudy(2)
        _ = try workList.openReview(of: other, by: "paul", for: 30, at: now - 60)
        let refused = try sign()
        let page = PageReading(Fixture.attention(films: ["1.2.1.1"]), undoSeconds: 10)
        _ = try workList.sign(.accept, of: other, by: "paul", havingRead: 1, on: page, at: now)
        try workList.write {
            try $0.execute(
                sql: """
                    CREATE TRIGGER refused BEFORE UPDATE OF undoUntil ON review WHEN OLD.id = \(refused.id)
                    BEGIN SELECT RAISE(ABORT, 'refused for the test'); END
                    """)
        }
        #expect(throws: WorkListError.self) { try workList.finishVerdicts(at: now + 10, page: 1) }
        let left = try workList.read {
            try Int64.fetchAll($0, sql: "SELECT id FROM review WHERE undoUntil IS NOT NULL")
        }
        #expect(left == [refused.id])
    }

    @Test func `an edit needs what an acceptance needs`() throws {
        let unseen = Fixture.attention(films: [])
        #expect(try fixture.refusal { try sign(.edit(Fixture.unchanged), unseen) }?.fault == .invalid)
        #expect(try fixture.refusal { try sign(.edit(Fixture.edited), unseen) }?.fault == .invalid)
        #expect(try sign(.edit(Fixture.edited)).verdict == .edited)
    }

    @Test func `the films and text that were looked at are stored with the verdict and in its act`() throws {
        let review = try sign()
        let stored = try workList.read {
            try String.fetchOne($0, sql: "SELECT attention FROM review WHERE id = ?", arguments: [review.id])
        }
        #expect(stored?.contains(#""instance":"1.1.1.1""#) == true)
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .accepted && act.detail["filmsSeen"] == "1.1.1.1/1 2027-01-15T08:00:00Z")
        #expect(act.detail["textSeenAt"] == "2027-01-15T08:00:00Z" && act.detail["decided"] == "findings 2: keep")
        #expect(
            throws: WorkListError.self, "it stays as it was signed",
            performing: { try workList.write { try $0.execute(sql: "UPDATE review SET attention = NULL") } })
    }

    @Test func `a film that was read elsewhere is recorded with the verdict and in its act`() throws {
        let film = ReviewAttention.SeenFilm(instance: "1.1.1.1", at: now)
        let attention = ReviewAttention(
            readElsewhere: [film], textSeenAt: now,
            decided: [.init(section: .findings, sentence: 1, decision: .keep)])
        let review = try sign(.accept, attention)
        #expect(review.filmsReadElsewhere == 1 && review.verdict == .accepted)
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.detail["filmsReadElsewhere"] == "1.1.1.1/1 2027-01-15T08:00:00Z")
        #expect(act.detail["filmsSeen"] == nil)
    }

    @Test func `a signature with two decisions on one sentence is refused`() throws {
        let twice = Fixture.attention(decided: [
            .init(section: .findings, sentence: 1, decision: .keep),
            .init(section: .findings, sentence: 1, decision: .delete),
        ])
        #expect(try fixture.refusal { try sign(.accept, twice) }?.fault == .invalid)
        #expect(try sign().verdict == .accepted)
    }

    @Test func `no document is written before the time has passed, and then the verdict is final`() throws {
        let review = try sign()
        #expect(review.undoUntil == now + 10 && review.notBefore == now + 10)
        #expect(try workList.claimReviewDocuments(by: 1, at: now + 9.9) == nil)
        let claim = try #require(try workList.claimReviewDocuments(by: 1, at: now + 10))
        #expect(claim.review.id == review.id && claim.review.undoUntil == nil)
        try workList.store([], for: claim, at: now + 10)
        #expect(try workList.reviews(of: item).map(\.documentState) == [.written])
    }

    @Test func `that the study came with another patient is known until the verdict is final`() throws {
        try workList.record(
            Incident(source: "intake", message: "another name", hint: "find out", study: "1.1"), cause: .patient)
        func isOpen() throws -> Bool { try workList.isOpen(.patient, ofStudy: "1.1") }
        try sign()
        #expect(try isOpen(), "the verdict may be withdrawn")
        #expect(try workList.finishVerdicts(at: now + 10) == 1)
        #expect(try !isOpen())
    }

    @Test func `withdrawing a verdict in time leaves an open study with its text, and nothing else`() throws {
        let review = try sign(.edit(Fixture.edited))
        let claim = try #require(try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 9))
        #expect(claim.login == "mary" && claim.openedAt == now - 60 && claim.expiresAt == now + 9 + 1800)
        #expect(try workList.reviewableStudy(item).state == .inReview)
        #expect(try workList.reviews(of: item).isEmpty)
        let note = try #require(try workList.note(of: item, by: "mary"))
        #expect(note.findings == Fixture.edited.findings[0] && note.revision == 1)
        #expect(try workList.claimReviewDocuments(by: 1, at: now + 60) == nil)
        #expect(try workList.acts(aboutStudy: "1.1").map(\.kind) == [.opened, .edited, .withdrawn])
        #expect(try workList.acts(aboutStudy: "1.1").last?.detail["review"] == "\(review.id)")
        #expect(try count("reviewSentence") == 0)
        #expect(try workList.reviewStatistics(since: now - 100).verdicts[.edited] == 0)
        // The next verdict is another one.
        #expect(try sign(.reject(.quality, comment: nil)).id > review.id)
    }

    @Test func `an addendum on the page can be withdrawn in time, and the signed report stays`() throws {
        try sign()
        #expect(try workList.finishVerdicts(at: now + 10) == 1)
        let page = PageReading(ReviewAttention(), undoSeconds: 10)
        let addendum = try workList.sign(
            .addend(Fixture.edited), of: item, by: "mary", havingRead: 1, on: page, at: now + 20)
        #expect(addendum.undoUntil == now + 30 && addendum.notBefore == now + 30)
        #expect(try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 29) == nil)
        #expect(try workList.reviewableStudy(item).state == .accepted)
        #expect(try workList.reviews(of: item).map(\.verdict) == [.accepted])
        #expect(try workList.acts(aboutStudy: "1.1").last?.detail["verdict"] == "addended")
        let next = try workList.sign(
            .addend(Fixture.edited), of: item, by: "mary", havingRead: 1, on: page, at: now + 40)
        #expect(next.id > addendum.id)
        #expect(
            try fixture.refusal { try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 50) }
                == .nothingToWithdraw)
        #expect(try workList.finishVerdicts(at: now + 50) == 1)
    }

    @Test func `a verdict with an addendum after it cannot be withdrawn before the addendum is`() throws {
        try sign()
        let page = PageReading(ReviewAttention(), undoSeconds: 10)
        _ = try workList.sign(.addend(Fixture.edited), of: item, by: "paul", havingRead: 1, on: page, at: now + 1)
        let withdraw = { (login: String) in
            try fixture.refusal { try workList.withdrawVerdict(of: item, by: login, for: 30, at: now + 2) }
        }
        #expect(try withdraw("mary") == .nothingToWithdraw)
        #expect(try withdraw("paul") == nil)
        #expect(try withdraw("mary") == nil)
        #expect(try workList.reviewableStudy(item).state == .inReview)
    }

    @Test func `after its time, twice, or by another reviewer it is not withdrawn`() throws {
        let withdraw = { (login: String, at: Date) in
            try fixture.refusal { _ = try workList.withdrawVerdict(of: item, by: login, for: 30, at: at) }
        }
        #expect(try withdraw("mary", now) == .nothingToWithdraw)
        try sign()
        #expect(try withdraw("paul", now + 1) == .nothingToWithdraw)
        #expect(try withdraw("mary", now + 10) == .nothingToWithdraw)
        #expect(try withdraw("mary", now + 1) == nil)
        #expect(try withdraw("mary", now + 1) == .nothingToWithdraw)
    }

    @Test func `a verdict cannot be withdrawn after a late image`() throws {
        try sign()
        try fixture.admit(instance: 2, at: now + 1)
        let refusal = try fixture.refusal {
            _ = try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 2)
        }
        #expect(refusal == .studyChanged(sinceRevision: 1, state: .collecting))
        #expect(try workList.reviews(of: item).map(\.verdict) == [.accepted])
    }

    @Test func `a restart changes nothing: the time is in the row`() throws {
        try sign()
        let again = try WorkListStore(stateDirectory: fixture.directory)
        #expect(try again.claimReviewDocuments(by: 1, at: now + 9) == nil)
        #expect(try again.finishVerdicts(at: now + 9) == 0)
        _ = try again.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 9)
        #expect(try workList.reviewableStudy(item).claim?.login == "mary")
        try sign()
        #expect(try again.finishVerdicts(at: now + 10) == 1)
        #expect(try again.reviews(of: item).map(\.undoUntil) == [nil])
        #expect(try again.note(of: item, by: "mary") == nil)
    }

    private func enqueueDraft() throws {
        try workList.write { db in
            let row = try Int64.fetchOne(db, sql: "SELECT instanceRow FROM draftDocument")
            try WorkListStore.enqueue(instanceRow: row ?? 0, for: "archive", at: now, in: db)
        }
    }

    @Test func `a rejected draft is withdrawn at once, and its deliveries are dropped when the rejection is final`()
        throws
    {
        try enqueueDraft()
        try sign(.reject(.quality, comment: nil))
        #expect(try count("instance WHERE isWithdrawn") == 1 && count("series WHERE isWithdrawn") == 1)
        #expect(try count("outbox") == 1)
        #expect(try workList.finishVerdicts(at: now + 10) == 1)
        #expect(try count("instance WHERE isWithdrawn") == 1 && count("outbox") == 0)
        #expect(try count("pendingWithdrawal") == 0)
    }

    @Test func `a draft whose rejection was withdrawn is found and delivered again`() throws {
        try enqueueDraft()
        try sign(.reject(.quality, comment: nil))
        #expect(try workList.claimOutbox(for: "archive", by: 7, limit: 9, at: now + 5).isEmpty)
        _ = try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 5)
        #expect(try count("instance WHERE isWithdrawn") == 0 && count("series WHERE isWithdrawn") == 0)
        #expect(try count("pendingWithdrawal") == 0)
        #expect(try workList.claimOutbox(for: "archive", by: 7, limit: 9, at: now + 5).count == 1)
    }

    @Test func `a draft that an earlier rejection withdrew stays withdrawn when a later rejection is withdrawn`() throws
    {
        try sign(.reject(.quality, comment: nil), undoSeconds: 0)
        try workList.requeue(item, isForced: true, by: "admin", at: now)
        let claim = try #require(try workList.claim(by: 1, at: now))
        try workList.store(fixture.draft(of: claim, report: Fixture.report), for: claim, at: now)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let page = PageReading(Fixture.attention(), undoSeconds: 10)
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary", havingRead: 2, on: page, at: now)
        #expect(try count("instance WHERE isWithdrawn") == 2)
        _ = try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 5)
        #expect(try count("instance WHERE isWithdrawn") == 1)
    }

    @Test func `a signed report that comes back meanwhile waits until the verdict is final`() throws {
        try sign()
        try fixture.admit(Fixture.signedReport(), at: now + 1)
        let claim = try #require(try workList.claimReturnedReport(by: 1, at: now + 1))
        let resolution = try workList.resolve(
            claim, as: .signs(Fixture.statement()), deliveringTo: [], at: now + 1)
        #expect(resolution == .postponed(until: now + 10))
    }

    @Test func `a verdict without time for withdrawal is final at once`() throws {
        #expect(try sign(undoSeconds: 0).undoUntil == nil)
        #expect(try workList.claimReviewDocuments(by: 1, at: now) != nil)
    }

    @Test func `the findings that the draft and the signed text state are kept as sets`() throws {
        let review = try sign(.edit(Fixture.edited))
        let row = try #require(
            try workList.read {
                try Row.fetchOne(
                    $0, sql: "SELECT draftFindings, signedFindings FROM review WHERE id = ?",
                    arguments: [review.id])
            })
        let draft = FindingSet(rawValue: row["draftFindings"])
        let signed = FindingSet(rawValue: row["signedFindings"])
        #expect(draft.contains(.pleuralEffusion) && !draft.contains(.cardiomegaly) && !draft.contains(.lungOpacity))
        #expect(signed.contains(.pleuralEffusion) && signed.contains(.cardiomegaly))
    }
}
