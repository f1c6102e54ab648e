import Foundation
import Review
import Testing
import WorkListFixture

@testable import WebAccess

struct DisplayCheckTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    private func check(_ browser: String, hasPassed: Bool = true, at time: Date) -> DisplayCheck {
        DisplayCheck(login: "mary", browser: browser, screen: "s", hasPassed: hasPassed, checkedAt: time)
    }

    @Test func `a check is due after thirty days, and at once if it failed`() {
        #expect(!check("b", at: now).isDue(at: now + 30 * 86_400 - 1))
        #expect(check("b", at: now).isDue(at: now + 30 * 86_400))
        #expect(check("b", hasPassed: false, at: now).isDue(at: now))
    }

    @Test func `the latest check of a browser is kept, and only a limited number of browsers`() throws {
        let fixture = try Fixture()
        try fixture.workList.add(User(login: "mary", name: "Doe^Mary", organization: "H", role: .reviewer), by: "root")
        for number in 0..<DisplayCheck.limit + 2 {
            try fixture.workList.save(check("b\(number)", at: now + Double(number)))
        }
        try fixture.workList.save(check("b5", hasPassed: false, at: now + 100))
        let checks = try fixture.workList.displayChecks()
        #expect(checks.count == DisplayCheck.limit && checks.first == check("b5", hasPassed: false, at: now + 100))
        #expect(!checks.contains { $0.browser == "b0" || $0.browser == "b1" })
    }
}
