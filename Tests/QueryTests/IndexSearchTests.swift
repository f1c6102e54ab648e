import FoundationEssentials
import Platform
import Synchronization
import TestHarness
import Testing
import WorkList
import WorkListDatabase
import WorkListFixture

@testable import Query

@Suite(.blocking, .timeLimit(.minutes(10)))
struct IndexSearchTests {
    private final class Writer: Sendable {
        private let over = Atomic(false)
        var isOver: Bool { over.load(ordering: .acquiring) }
        func end() { over.store(true, ordering: .releasing) }
    }

    @Test func `the number of further matches is of the same moment as the matches`() throws {
        let fixture = try Fixture()
        try fixture.admit(study: 1)
        let workList = fixture.workList
        let writer = Writer()
        try OwnedThread.start(name: "arrivals") {
            for study in 2...200 {
                _ = try? workList.admit(
                    Fixture.header(study: study), path: "instances/\(study).dcm", contents: Fixture.contents(),
                    callingAETitle: Fixture.calling, settleAt: .now)
            }
            writer.end()
        }
        var search = IndexSearch(.study, limit: 1)
        search.returned = [.studyInstanceUID]
        var isLast = false
        while !isLast {
            isLast = writer.isOver
            let page = try IndexQuery(workList: workList).search(search)
            // The latest study is the first match, and each before it is one more.
            let latest = try #require(page.rows.first?[0]?.split(separator: ".").last.flatMap { Int($0) })
            #expect(page.remaining == latest - 1)
        }
    }
}
