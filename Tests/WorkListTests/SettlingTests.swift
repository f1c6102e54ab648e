import Foundation
import Testing
import WorkList
import WorkListFixture

struct SettlingTests {
    @Test func `the next study to settle is the one that is due first`() throws {
        let fixture = try Fixture()
        let workList = fixture.workList
        #expect(try workList.nextSettling() == nil)
        let now = Date(timeIntervalSince1970: 1_000_000)
        try fixture.admit(study: 1, settleAt: now + 60, at: now)
        try fixture.admit(study: 2, settleAt: now + 30, at: now)
        #expect(try workList.nextSettling() == now + 30)
        let due = try #require(try workList.studiesToSettle(at: now + 40).first)
        _ = try workList.settle(due, as: .settled, eligible: [], at: now + 40)
        #expect(try workList.nextSettling() == now + 60)
    }
}
