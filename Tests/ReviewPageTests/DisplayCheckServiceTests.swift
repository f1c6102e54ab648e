import Review
import TestHarness
import Testing
import WebAccess
import WorkListFixture

@testable import ReviewPage

/// Display checks through the listener.
@Suite(.timeLimit(.minutes(10)))
struct DisplayCheckServiceTests {
    private func own(_ client: PageClient) async throws -> [String: Any]? {
        try await client.get("/api/session").object["displayCheck"] as? [String: Any]
    }

    @Test func `a display check belongs to its user and browser, and stays after a sign-out`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        #expect(try await own(mary) == nil)
        let result: [String: Any] = ["hasPassed": true, "screen": "2560 × 1440"]
        let saved = try await mary.send("POST", "/api/display-check", json: result)
        let cookie = try #require(saved.headers["set-cookie"])
        let form =
            /__Host-thoraxd-browser=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict; Max-Age=34560000/
        #expect(saved.status == 200 && cookie.wholeMatch(of: form) != nil)
        let check = try #require(try await own(mary))
        #expect(check["hasPassed"] as? Bool == true && check["isDue"] as? Bool == false)
        _ = try await mary.send("DELETE", "/api/session")
        _ = try await mary.signIn("mary")
        #expect(try await own(mary) != nil)
        let elsewhere = PageClient(page: page)
        _ = try await elsewhere.signIn("mary")
        #expect(try await own(elsewhere) == nil)
        let paul = try await page.signIn(.reviewer, "paul")
        paul.browserCookie = mary.browserCookie
        #expect(try await own(paul) == nil)
    }

    @Test func `an administrator sees all display checks, and which are due`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        let admin = try await page.signIn(.administrator)
        let result: [String: Any] = ["hasPassed": false, "screen": "1366 × 768"]
        #expect(try await mary.send("POST", "/api/display-check", json: result).status == 200)
        let answer = try await admin.get("/api/display-checks").object
        let checks = try #require(answer["checks"] as? [[String: Any]])
        #expect(answer["validDays"] as? Int == 30)
        #expect(checks.map { $0["login"] as? String } == ["mary"] && checks[0]["isDue"] as? Bool == true)
        #expect(checks[0]["screen"] as? String == "1366 × 768")
        #expect(try await mary.get("/api/display-checks").status == 403)
        for screen in [String(repeating: "1", count: 65), "1\n2"] {
            let wrong: [String: Any] = ["hasPassed": true, "screen": screen]
            #expect(try await mary.send("POST", "/api/display-check", json: wrong).status == 400)
        }
    }
}
