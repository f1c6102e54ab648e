import Foundation
import OperatorErrors
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewNoteTests {
    private let fixture: Fixture
    private let item: Int64
    private var workList: WorkListStore { fixture.workList }
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    init() throws { (fixture, item) = try Fixture.withDraftedStudy() }

    /// Saves a text in place of the stored one, as a page does that knows it.
    @discardableResult private func save(
        _ text: String, by login: String = "mary", revision: Int = 1
    ) throws -> ReviewNote {
        try workList.saveNote(
            findings: text, impression: "", revision: revision, replacing: workList.note(of: item, by: login)?.version,
            of: item, by: login, at: now)
    }

    private func text(of login: String = "mary") throws -> String? {
        try workList.note(of: item, by: login)?.findings
    }

    @Test func `the typed text is kept, replaces the text typed before, and is not shown to other users`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let first = try save("one")
        let second = try save("1. two\n2. three")
        #expect(first.savedAt == now && second.version > first.version)
        #expect(try text() == "1. two\n2. three")
        #expect(try workList.note(of: item, by: "paul") == nil)
    }

    @Test func `only a reviewer who has opened this revision can save`() throws {
        #expect(try fixture.refusal { try save("one") } == .notHeld(.drafted))
        _ = try workList.openReview(of: item, by: "paul", for: 30, at: now)
        #expect(try fixture.refusal { try save("one") } == .held(by: "paul", name: "Roe^Paul", until: now + 1800))
        #expect(
            try fixture.refusal { try save("one", by: "paul", revision: 2) }
                == .studyChanged(sinceRevision: 2, state: .inReview))
    }

    @Test func `a text of another browser or beside another draft is never replaced unseen`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let first = try save("one")
        let unaware = { (text: String, known: Int64?) in
            try fixture.refusal {
                _ = try workList.saveNote(
                    findings: text, impression: "", revision: 1, replacing: known, of: item, by: "mary", at: now)
            }
        }
        #expect(try unaware("other", nil) == .otherText(first))
        #expect(try unaware("other", first.version - 1) == .otherText(first))
        #expect(try unaware(" one\n", nil) == nil, "the same words are no other text")
        #expect(try fixture.refusal { try workList.discardNote(of: item, by: "mary", known: nil) } != nil)
        #expect(try text() == " one\n")
        try workList.discardNote(of: item, by: "mary", known: workList.note(of: item, by: "mary")?.version)
        #expect(try workList.note(of: item, by: "mary") == nil)
        try workList.discardNote(of: item, by: "mary", known: nil)
    }

    @Test func `a text typed before a late image or a lost claim is saved after it`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        #expect(try workList.releaseExpiredReviews(at: now + 1800) == 1)
        try save("after the claim expired")
        _ = try workList.openReview(of: item, by: "paul", for: 30, at: now + 1800)
        try save("while another reviewer has it")
        try fixture.admit(instance: 2, at: now)
        try save("after a late image")
        try fixture.draftNext(at: now)
        #expect(try save("beside the earlier draft").revision == 1)
    }

    @Test func `a verdict on the page is refused while a text is stored that the page does not know`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let note = try save("typed in another browser")
        let sign = { (decision: ReviewDecision, known: Int64?) in
            try fixture.refusal {
                _ = try workList.sign(
                    decision, of: item, by: "mary", havingRead: 1,
                    on: PageReading(Fixture.attention(), undoSeconds: 10, knownNote: known), at: now)
            }
        }
        #expect(try sign(.accept, nil) == .otherText(note))
        #expect(try sign(.edit(Fixture.edited), note.version + 1) == .otherText(note))
        #expect(try sign(.edit(Fixture.edited), note.version) == nil)
        #expect(try text() == nil, "the page does not offer what was just signed")
    }

    @Test func `a text over the limit is refused, one at the limit is kept`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let longest = String(repeating: "é", count: ReviewNote.byteLimit / 2)
        try save(longest)
        #expect(try fixture.refusal { try save(longest + "x") }?.fault == .invalid)
        #expect(try workList.note(of: item, by: "mary")?.findings == longest)
    }

    @Test func `it outlives a claim, a release and another reviewer's verdict`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        #expect(try workList.releaseExpiredReviews(at: now + 1800) == 1)
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now + 1800)
        try workList.releaseReview(of: item, by: "mary", at: now + 1801)
        #expect(try text() == "one")
        _ = try workList.sign(.accept, of: item, by: "paul", at: now + 1802)
        #expect(try text() == "one")
    }

    @Test func `it ends with its reviewer's signature, and neither with a late image nor with a rejection`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        try fixture.admit(instance: 2, at: now)
        #expect(try workList.note(of: item, by: "mary")?.revision == 1)
        try fixture.draftNext(at: now)
        #expect(try text() == "one")
        _ = try workList.sign(.reject(.quality, comment: nil), of: item, by: "mary", havingRead: 2, at: now + 1)
        #expect(try text() == "one")
        try workList.requeue(item, isForced: true, by: "admin", at: now + 2)
        let claim = try #require(try workList.claim(by: 1, at: now + 2))
        try workList.store(fixture.draft(of: claim, report: Fixture.report), for: claim, at: now + 2)
        let one = SignedText(findings: ["one"], impression: [])
        _ = try workList.sign(.edit(one), of: item, by: "mary", havingRead: 3, at: now + 3)
        #expect(try text() == nil)
    }

    @Test func `a signature at the terminal ends only a text of the same words`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        _ = try workList.sign(.edit(Fixture.edited), of: item, by: "mary", havingRead: 1, at: now + 1)
        #expect(try text() == "one")
    }

    @Test func `the text of an addendum is kept on a signed study, and ends with the addendum`() throws {
        _ = try workList.sign(.accept, of: item, by: "paul", at: now)
        try save("an addendum")
        let page = PageReading(
            ReviewAttention(), undoSeconds: 10, knownNote: try workList.note(of: item, by: "mary")?.version)
        let added = SignedText(findings: ["an addendum"], impression: [])
        _ = try workList.sign(.addend(added), of: item, by: "mary", havingRead: 1, on: page, at: now + 1)
        #expect(try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 2) == nil)
        #expect(try text() == "an addendum")
        let again = PageReading(
            ReviewAttention(), undoSeconds: 10, knownNote: try workList.note(of: item, by: "mary")?.version)
        _ = try workList.sign(.addend(added), of: item, by: "mary", havingRead: 1, on: again, at: now + 3)
        #expect(try workList.finishVerdicts(at: now + 13) > 0)
        #expect(try workList.note(of: item, by: "mary") == nil)
    }

    @Test func `a withdrawn verdict does not replace a text that was typed after it`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        _ = try workList.sign(
            .edit(Fixture.edited), of: item, by: "mary", havingRead: 1,
            on: PageReading(Fixture.attention(), undoSeconds: 10), at: now)
        _ = try workList.saveNote(
            findings: "typed since", impression: "", revision: 1, of: item, by: "mary", at: now + 1)
        _ = try workList.withdrawVerdict(of: item, by: "mary", for: 30, at: now + 2)
        #expect(try text() == "typed since")
    }
}
