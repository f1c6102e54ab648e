import Testing
import WorkListFixture

@testable import Review

struct DraftTextDoubtsTests {
    private let draft: DraftText

    init() throws { draft = try DraftText(report: Fixture.doubtfulReport) }

    @Test func `a sentence with several doubts shows the most serious one`() throws {
        #expect(draft.doubts == [.contradicts, .unsupported, .uncertain])
        #expect(try DraftText(report: Fixture.report).doubts == [nil, .uncertain, nil])
    }

    @Test func `findings that no sentence mentions are those of the notices`() throws {
        #expect(draft.unmentionedFindings == ["Pleural_Effusion"])
        #expect(try DraftText(report: Fixture.abstainedReport).unmentionedFindings == [])
    }

    @Test func `the claims say how the draft mentions a finding`() {
        let mentions = draft.probabilities.map { draft.mention(of: $0.label) }
        #expect(mentions == [.denied, .stated, .not, .not])
    }

    @Test func `the word of a sentence is the degree of its likeliest finding`() {
        #expect(draft.sentences.map(\.word) == ["high", "medium", nil])
    }
}
