import Administration
import Foundation
import Testing
import WorkListFixture

@testable import WorkList
@testable import WorkListDatabase

struct OverviewTests {
    @Test func `an empty work list has nothing to say`() throws {
        let fixture = try Fixture()
        #expect(try fixture.workList.countsByState().isEmpty)
        #expect(try fixture.workList.oldestWaiting() == nil)
        #expect(try fixture.workList.incidents(limit: 5).isEmpty)
    }

    @Test func `studies are counted by state and the oldest waiting one is known`() throws {
        let fixture = try Fixture()
        let first = Date(timeIntervalSince1970: 1_000_000)
        try fixture.admit(study: 1, settleAt: .now + 60, at: first)
        try fixture.admit(study: 2, settleAt: .now + 60, at: first + 5)
        try fixture.queue(study: 3)
        #expect(try fixture.workList.countsByState() == [.collecting: 2, .queued: 1])
        #expect(try fixture.workList.oldestWaiting() == first)
    }

    @Test func `an entry carries no patient name or id`() throws {
        let fixture = try Fixture()
        try fixture.admit()
        let text = String(decoding: try JSONEncoder().encode(try fixture.workList.entries(limit: 1)), as: UTF8.self)
        #expect(text.contains("1.1"))
        #expect(!text.contains("DOE") && !text.contains("P1"))
    }

    @Test func `incidents come newest first and are bounded`() throws {
        let fixture = try Fixture()
        for number in 1...(WorkListStore.incidentLimit + 5) {
            try fixture.workList.record(Incident(source: "test", message: "\(number)", hint: ""))
        }
        let messages = try fixture.workList.incidents(limit: 5000).map(\.message)
        #expect(messages.count == WorkListStore.incidentLimit)
        #expect(messages.first == "\(WorkListStore.incidentLimit + 5)")
    }
}
