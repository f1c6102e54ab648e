import Foundation
import Review
import Testing
import WorkList
import WorkListDatabase

@testable import Reporting

struct DraftAttentionFilmsTests {
    @Test func `a draft of the sample model keeps the attention of each sentence for each film that was read`() throws {
        let fixture = try StudyFixture()
        try fixture.receive("thoraxd-0008-1")
        try fixture.receive("thoraxd-0008-2")
        let claim = try #require(try fixture.workList.claim(by: 1))
        let draft = try fixture.drafting.draft(claim).draft
        let attention = try #require(draft.attention)
        #expect(attention.grid == .init(size: 6, first: 0.5 / 192, step: 32.0 / 192))
        #expect(attention.films.map(\.instance) == claim.images.map(\.instance.sopInstanceUID))
        #expect(attention.films.map(\.frame) == [1, 1])
        let sentences = try DraftText(report: draft.report).sentences
        #expect(!sentences.isEmpty && attention.sentences.count == sentences.count)
        #expect(attention.sentences.allSatisfy { $0.count == 2 * 36 && $0.max() == 255 })
        try fixture.workList.store(draft, for: claim)
        let kept = try #require(try fixture.workList.attention(of: claim.workItem.id))
        #expect(kept.findings + kept.impression == attention.sentences)
    }
}
