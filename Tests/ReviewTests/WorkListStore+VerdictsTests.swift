import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct VerdictsTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    @Test func `a draft accepted by who has it open is signed as it was, with the time it took`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let review = try workList.sign(.accept, of: item, by: "mary", at: now + 90)
        #expect(review.verdict == .accepted && review.text == Fixture.unchanged && review.editDistance == 0)
        #expect(review.secondsOpen == 90 && review.signedAt == now + 90 && review.revision == 1)
        #expect(review.reviewer == Reviewer(login: "mary", name: "Doe^Mary", organization: "Hospital"))
        #expect(review.documentState == .pending)
        #expect(try fixture.item().state == .accepted)
        #expect(try workList.reviewableStudy(item).claim == nil)
        let act = try #require(try workList.acts(aboutStudy: "1.1").last)
        #expect(act.kind == .accepted && act.actor == "mary" && act.detail["review"] == "\(review.id)")
    }

    @Test func `what nobody has open is decided in one step, and never by two`() throws {
        #expect(try workList.sign(.accept, of: item, by: "mary", through: "root", at: now).secondsOpen == nil)
        #expect(try workList.acts(aboutStudy: "1.1").last?.detail["account"] == "root")
        let refusal = try fixture.refusal { _ = try workList.sign(.edit(Fixture.edited), of: item, by: "paul") }
        #expect(refusal == .notReviewable(.accepted))
        #expect(try workList.reviews(of: item).count == 1)
    }

    @Test func `who does not have it is told who has, and signs once that time has run out`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let sign = { (at: Date) in
            try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "paul", at: at) }
        }
        #expect(try sign(now + 1799) == .held(by: "mary", name: "Doe^Mary", until: now + 1800))
        #expect(try sign(now + 1800) == nil)
        #expect(try workList.acts(aboutStudy: "1.1").map(\.kind) == [.opened, .released, .accepted])
    }

    @Test func `who has it open signs even after the time has run out, while nobody else took it`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        #expect(try workList.sign(.accept, of: item, by: "mary", at: now + 9000).secondsOpen == 9000)
    }

    @Test func `an edited report keeps its text, its distance and what was done to each sentence`() throws {
        let review = try workList.sign(.edit(Fixture.edited), of: item, by: "mary")
        #expect(review.verdict == .edited && review.text == Fixture.edited && review.editDistance == 7)
        #expect(try fixture.item().state == .edited)
        let sentences = try workList.read {
            try String.fetchAll(
                $0,
                sql: """
                    SELECT change || ' ' || section || ' ' || ifnull(draftSentence, '-') || ' ' || ifnull(finding, '-')
                    FROM reviewSentence ORDER BY position
                    """)
        }
        #expect(
            sentences == [
                "kept findings 0 Lung Opacity", "changed findings 1 Pleural Effusion", "added findings - -",
                "removed impression 2 Pleural Effusion",
            ])
    }

    @Test func `an edit that changes nothing is an acceptance`() throws {
        let same = SignedText(
            findings: ["The lungs are clear.", "There is  a small left effusion."], impression: ["Small effusion."])
        #expect(try workList.sign(.edit(same), of: item, by: "mary").verdict == .accepted)
    }

    @Test func `a rejection has a reason and no text, and the study says why`() throws {
        let review = try workList.sign(.reject(.patientSafety, comment: "other patient"), of: item, by: "mary")
        #expect(review.verdict == .rejected && review.text == nil && review.reason == .patientSafety)
        #expect(review.comment == "other patient" && review.editDistance == nil)
        #expect(try fixture.item().reason == "patient-safety")
        #expect(
            try fixture.refusal {
                _ = try workList.sign(.addend(Fixture.edited), of: item, by: "mary")
            } == .nothingSigned(.rejected))
    }

    @Test func `an abstained draft is rewritten or rejected, not accepted`() throws {
        let abstained = try fixture.draftStudy(2, report: Fixture.abstainedReport)
        let refusal = try fixture.refusal { _ = try workList.sign(.accept, of: abstained, by: "mary") }
        #expect(refusal == .noDraftOffered(reason: "the picture looks like no chest radiograph"))
        #expect(try workList.reviewableStudy(abstained).draft?.sentences == [])
        #expect(try workList.reviewableStudy(abstained).state == .drafted)
        let text = SignedText(findings: ["Nonsense."], impression: [])
        let review = try workList.sign(.edit(text), of: abstained, by: "mary")
        #expect(review.verdict == .edited && review.editDistance == nil)
        let third = try fixture.draftStudy(3, report: Fixture.abstainedReport)
        #expect(try workList.sign(.reject(.quality, comment: nil), of: third, by: "mary").verdict == .rejected)
    }

    @Test func `addenda follow a signed report, any number, and the study stays as it is`() throws {
        let addendum = SignedText(findings: ["Seen again."], impression: [])
        let add = { try workList.sign(.addend(addendum), of: item, by: "paul") }
        #expect(try fixture.refusal { _ = try add() } == .nothingSigned(.drafted))
        _ = try workList.sign(.accept, of: item, by: "mary")
        for _ in 1...2 { #expect(try add().verdict == .addended) }
        #expect(try fixture.item().state == .accepted)
        #expect(try workList.reviews(of: item).map(\.verdict) == [.accepted, .addended, .addended])
        #expect(try workList.acts(aboutStudy: "1.1").map(\.kind) == [.accepted, .addended, .addended])
    }

    @Test func `a text without a word and a draft that was not read are refused`() throws {
        let empty = SignedText(findings: [" "], impression: [])
        #expect(try fixture.refusal { _ = try workList.sign(.edit(empty), of: item, by: "mary") } == .emptyText)
        let refusal = try fixture.refusal { _ = try workList.sign(.accept, of: item, by: "mary", havingRead: 7) }
        #expect(refusal == .studyChanged(sinceRevision: 7, state: .drafted))
        #expect(try fixture.item().state == .drafted)
    }

    @Test(arguments: [
        "UPDATE review SET text = NULL", "UPDATE review SET signedAt = 1", "UPDATE review SET name = 'X'",
        "UPDATE review SET documentState = 'written'",
        "INSERT INTO review SELECT 99, workItemRow, draftRow, revision, verdict, login, name, organization, codeValue, "
            + "codingScheme, codeMeaning, text, reason, comment, openedAt, signedAt, editDistance, documentState, "
            + "attempt, notBefore, claimant, claimedAt, documentReason, returnedInstanceRow FROM review",
    ])
    func `what was signed stays as it is, and once`(sql: String) throws {
        _ = try workList.sign(.accept, of: item, by: "mary")
        #expect(throws: WorkListError.self) { try workList.write { try $0.execute(sql: sql) } }
    }

    @Test(arguments: [#"{"seen":[{"instance":"1","frame":1,"at":"yesterday"}],"decided":[]}"#, "[]", "{}"])
    func `a review whose attention cannot be decoded is still read`(attention: String) throws {
        let review = try workList.sign(.accept, of: item, by: "mary", at: now)
        #expect(review.filmsReadElsewhere == 0)
        try workList.write {
            try $0.execute(sql: "DROP TRIGGER reviewKept")
            try $0.execute(sql: "UPDATE review SET attention = ?", arguments: [attention])
        }
        let read = try #require(try workList.reviews(of: item).first)
        #expect(read.verdict == .accepted && read.text == Fixture.unchanged && read.filmsReadElsewhere == nil)
    }
}
