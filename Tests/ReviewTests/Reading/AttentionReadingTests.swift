import Foundation
import GRDB
import Testing
import WorkListFixture

@testable import Review
@testable import WorkList
@testable import WorkListDatabase

struct AttentionReadingTests {
    private let fixture: Fixture

    init() throws { fixture = try Fixture() }

    @Test func `the attention of a draft comes by section, in the order of its sentences`() throws {
        let item = try fixture.draftStudy(attention: Fixture.keptAttention)
        let attention = try #require(try fixture.workList.attention(of: item))
        #expect(attention.revision == 1 && attention.grid == Fixture.keptAttention.grid)
        #expect(attention.films == Fixture.keptAttention.films)
        #expect(attention.findings == Array(Fixture.keptAttention.sentences.prefix(2)))
        #expect(attention.impression == [Data([0, 0, 255, 128])])
    }

    @Test func `an earlier draft, a draft that is not offered and a missing draft return no attention`() throws {
        let before = try fixture.draftStudy()
        #expect(try fixture.workList.attention(of: before) == nil)
        let abstained = try fixture.draftStudy(2, report: Fixture.abstainedReport, attention: Fixture.keptAttention)
        #expect(try fixture.workList.attention(of: abstained) == nil)
        try fixture.queue(study: 3)
        let queued = try #require(try fixture.workList.workItem(ofStudy: "1.3"))
        #expect(try fixture.workList.attention(of: queued) == nil)
    }

    @Test func `a late image ends the attention of the earlier draft`() throws {
        let item = try fixture.draftStudy(attention: Fixture.keptAttention)
        try fixture.admit(instance: 2)
        #expect(try fixture.workList.attention(of: item) == nil)
    }
}
