import Review
import TestHarness
import Testing
import WebAccess
import WorkListFixture

@testable import ReviewPage

/// Macros of reviewers through the listener.
@Suite(.timeLimit(.minutes(10)))
struct MacroServiceTests {
    private func names(_ client: PageClient) async throws -> [String] {
        let macros = try await client.get("/api/macros").object["macros"] as? [[String: String]]
        return (macros ?? []).compactMap { $0["name"] }
    }

    @Test func `a reviewer saves, replaces and removes macros, which no other user sees`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        let paul = try await page.signIn(.reviewer, "paul")
        let text = "The lungs are clear.\nNo effusion at [side]."
        #expect(try await mary.send("PUT", "/api/macros/clear%20lungs", json: ["text": text]).status == 200)
        #expect(try await mary.send("PUT", "/api/macros/%E6%AD%A3%E5%B8%B8", json: ["text": "b"]).status == 200)
        #expect(try await names(mary) == ["clear lungs", "\u{6B63}\u{5E38}"])
        #expect(try await names(paul).isEmpty)
        #expect(try await mary.send("PUT", "/api/macros/Clear%20Lungs", json: ["text": "other"]).status == 200)
        #expect(try page.workList.textMacros(of: "mary").first == TextMacro(name: "Clear Lungs", text: "other"))
        #expect(try await paul.send("DELETE", "/api/macros/clear%20lungs").status == 404)
        #expect(try await mary.send("DELETE", "/api/macros/clear%20lungs").status == 204)
        #expect(try await names(mary).count == 1)
    }

    @Test func `macros are for reviewers, and an invalid one is refused`() async throws {
        let page = try await RunningPage()
        let mary = try await page.signIn(.reviewer, "mary")
        #expect(try await page.signIn(.viewer).get("/api/macros").status == 403)
        #expect(try await page.signIn(.administrator).get("/api/macros").status == 403)
        for text in ["", "  ", "bell \u{7}", String(repeating: "x", count: TextMacro.textLimit + 1)] {
            #expect(
                try await mary.send("PUT", "/api/macros/a", json: ["text": text]).status == 400, "\(text.prefix(9))")
        }
        let long = String(repeating: "n", count: TextMacro.nameLimit + 1)
        for name in ["%20a", "a%0Ab", long] {
            #expect(try await mary.send("PUT", "/api/macros/\(name)", json: ["text": "t"]).status == 400, "\(name)")
        }
        #expect(try await names(mary).isEmpty)
    }
}
