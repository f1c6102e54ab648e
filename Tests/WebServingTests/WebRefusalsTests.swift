import Foundation
import Logging
import Testing
import WorkListDatabase
import WorkListFixture

@testable import WebServing

struct WebRefusalsTests {
    private let fixture: Fixture
    private let refusals: WebRefusals
    private let start = Date()

    init() throws {
        fixture = try Fixture()
        let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        refusals = WebRefusals(incidents: IncidentLog("web", in: fixture.workList, logger: logger))
    }

    private func messages() throws -> [String] {
        refusals.report(at: start + 5)
        return try fixture.workList.incidents(limit: 9).map(\.message)
    }

    @Test func `a token that is refused again is an incident of its sender with the reason, once an hour`() throws {
        refusals.count("the token is unknown", from: "10.0.0.7", at: start)
        #expect(try messages().isEmpty)
        refusals.count("the token viewer1 is revoked", from: "10.0.0.7", at: start)
        refusals.count("the token is unknown", from: "10.0.0.8", at: start)
        let expected = ["2 web requests from 10.0.0.7 refused; the latest: the token viewer1 is revoked"]
        #expect(try messages() == expected)
        for _ in 1...3 { refusals.count("the token is unknown", from: "10.0.0.7", at: start) }
        #expect(try messages() == expected)
    }

    @Test func `throttled sign-ins are one at once, and its hint is about passwords`() throws {
        refusals.count("sign-ins came too fast", from: "10.0.0.7", isThrottled: true, at: start)
        #expect(try messages() == ["1 web request from 10.0.0.7 refused; the latest: sign-ins came too fast"])
        #expect(try fixture.workList.incidents(limit: 1).first?.hint.contains("thoraxctl users password") == true)
    }

    @Test func `a clock that is set back neither hides refusals nor keeps clients for ever`() throws {
        let ahead = start + 86_400
        for number in 1...256 { refusals.count("the token is unknown", from: "10.1.0.\(number)", at: ahead) }
        for _ in 1...2 { refusals.count("the token is unknown", from: "10.1.0.1", at: ahead) }
        refusals.report(at: ahead)
        #expect(try messages().count == 1)
        for _ in 1...2 { refusals.count("the token is unknown", from: "10.0.0.7", at: start) }
        #expect(try messages().first == "2 web requests from 10.0.0.7 refused; the latest: the token is unknown")
    }

    @Test func `refusals of thousands of addresses fill no memory`() throws {
        for number in 1...5000 {
            for _ in 1...2 { refusals.count("the token is unknown", from: "10.0.\(number)", at: start) }
        }
        refusals.report(at: start + 5)
        #expect(try fixture.workList.incidents(limit: 999).count == 256)
    }
}
