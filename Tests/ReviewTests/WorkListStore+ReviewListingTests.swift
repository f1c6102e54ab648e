import Foundation
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct ReviewListingTests {
    @Test
    func `what waits is listed, the urgent first, then the oldest, with who has it, and what was signed latest first`()
        throws
    {
        let fixture = try Fixture()
        let workList = fixture.workList
        try fixture.addUsers()
        let items = try (1...4).map { study in
            try fixture.draftStudy(study, report: study == 3 ? Fixture.abstainedReport : Fixture.report)
        }
        let claim = try workList.openReview(of: items[0], by: "mary", for: 30)
        _ = try workList.sign(.reject(.wrongWorklistEntry, comment: nil), of: items[1], by: "paul")
        let waiting = try workList.waitingReviews(limit: 9)
        #expect(waiting.map(\.workItem) == [items[0], items[2], items[3]])
        #expect(waiting.map(\.openBy) == ["mary", nil, nil])
        #expect(waiting.map(\.abstained) == [false, true, false])
        #expect(waiting[0].openUntil == claim.expiresAt)
        try workList.setPriority(5, of: items[3], by: "root")
        #expect(try workList.waitingReviews(limit: 2).map(\.workItem) == [items[3], items[0]])
        let signed = try workList.latestReviews(limit: 9)
        #expect(signed.map(\.studyInstanceUID) == ["1.2"] && signed[0].reason == .wrongWorklistEntry)
    }

    @Test func `a draft is shown as it is stored, whatever version stored it`() throws {
        let draft = try DraftText(report: Fixture.report)
        #expect(draft.sentences.map(\.confidence) == [0.9, 0.4, 0.5])
        #expect(draft.sentences[1].findings == ["Pleural Effusion"])
        #expect(draft.notices == [DraftText.Notice(kind: "lowConfidence", sentence: 1)])
        #expect(draft.unchanged == Fixture.unchanged)
        let early = try DraftText(report: #"{"findings": ["A."], "impression": [], "sentenceConfidence": [0.5]}"#)
        #expect(early.texts(of: .findings) == ["A."] && early.texts(of: .impression).isEmpty)
        #expect(early.unchanged == SignedText(findings: ["A."], impression: []))
        #expect(throws: (any Error).self) { try DraftText(report: "[]") }
    }
}
