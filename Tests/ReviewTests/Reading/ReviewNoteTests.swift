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

    @discardableResult private func save(
        _ text: String, by login: String = "mary", revision: Int = 1
    ) throws -> ReviewNote {
        try workList.saveNote(
            findings: text, impression: "", revision: revision, of: item, by: login, at: now)
    }

    @Test func `the typed text is kept, replaces the text typed before, and is not shown to other users`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        #expect(try save("1. two\n2. three").savedAt == now)
        #expect(try workList.note(of: item, by: "mary")?.findings == "1. two\n2. three")
        #expect(try workList.note(of: item, by: "paul") == nil)
    }

    @Test func `only the reviewer who has this revision open can save`() throws {
        #expect(try fixture.refusal { try save("one") } == .notHeld(.drafted))
        _ = try workList.openReview(of: item, by: "paul", for: 30, at: now)
        #expect(try fixture.refusal { try save("one") } == .held(by: "paul", name: "Roe^Paul", until: now + 1800))
        #expect(
            try fixture.refusal { try save("one", by: "paul", revision: 2) }
                == .studyChanged(sinceRevision: 2, state: .inReview))
    }

    @Test func `a text over the limit is refused, one at the limit is kept`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        let longest = String(repeating: "é", count: ReviewNote.byteLimit / 2)
        try save(longest)
        #expect(try fixture.refusal { try save(longest + "x") }?.fault == .invalid)
        #expect(try workList.note(of: item, by: "mary")?.findings == longest)
    }

    @Test func `it ends with a release, and outlives a claim that expires and another reviewer's`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        #expect(try workList.releaseExpiredReviews(at: now + 1800) == 1)
        _ = try workList.openReview(of: item, by: "paul", for: 30, at: now + 1800)
        try workList.releaseReview(of: item, by: "paul", at: now + 1801)
        #expect(try workList.note(of: item, by: "mary")?.findings == "one")
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now + 1802)
        try workList.releaseReview(of: item, by: "mary", at: now + 1803)
        #expect(try workList.note(of: item, by: "mary") == nil)
    }

    @Test func `it ends with any reviewer's verdict, and not with a late image`() throws {
        _ = try workList.openReview(of: item, by: "mary", for: 30, at: now)
        try save("one")
        try fixture.admit(instance: 2, at: now)
        #expect(try workList.note(of: item, by: "mary")?.revision == 1)
        try fixture.draftNext(at: now)
        #expect(try workList.note(of: item, by: "mary")?.findings == "one")
        _ = try workList.sign(.accept, of: item, by: "paul", at: now)
        #expect(try workList.note(of: item, by: "mary") == nil)
    }
}
