import Review
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct DraftModelTests {
    @Test func `the model of a draft is known as long as the draft`() throws {
        let (fixture, item) = try Fixture.withDraftedStudy()
        let review = try fixture.workList.sign(.accept, of: item, by: "mary")
        let model = try #require(try fixture.workList.model(ofDraft: review.draftRow))
        #expect(!model.name.isEmpty && !model.version.isEmpty && !model.weightsSHA256.isEmpty)
        #expect(try fixture.workList.model(ofDraft: review.draftRow + 1) == nil)
    }
}
