import Auditing
import DICOMNetwork
import Foundation
import Review
import TestHarness
import Testing
import WebAccess
import WebServing
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

@Suite(.timeLimit(.minutes(10)))
struct SessionTests {
    @Test func `the cookie is bound to this host and hidden from scripts`() async throws {
        let page = try await RunningPage()
        let browser = PageClient(page: page)
        let answer = try await browser.signIn(try page.addUser(.reviewer))
        let cookie = try #require(answer.headers["set-cookie"])
        #expect(
            cookie.wholeMatch(of: /__Host-thoraxd=[A-Za-z0-9_-]{43}; Path=\/; Secure; HttpOnly; SameSite=Strict/) != nil
        )
        let user = try #require(answer.object["user"] as? [String: Any])
        #expect(user["login"] as? String == "reviewer" && user["role"] as? String == "reviewer")
        #expect(answer.object["mustConfirm"] as? Bool == false && answer.object["idleMinutes"] as? Int == 30)
        #expect(answer.object["node"] as? String == "THORAXD" && answer.object["demonstrationModel"] as? Bool == false)
        #expect(answer.headers["cache-control"] == "no-store")
    }

    @Test func `a wrong password and an unknown login get the same answer`() async throws {
        let page = try await RunningPage()
        let browser = PageClient(page: page)
        try page.addUser(.reviewer)
        let wrong = try await browser.signIn("reviewer", "wrong")
        let unknown = try await browser.signIn("nobody", "wrong")
        #expect(wrong.status == 401 && unknown.status == 401)
        #expect(wrong.object["error"] as? String == unknown.object["error"] as? String)
        #expect(wrong.headers["set-cookie"] == nil && browser.cookie == nil)
        // An unknown login may be a mistyped password, so the trail omits it.
        let callers = page.audit.take().compactMap { occurrence -> String? in
            if case .signInFailed(let caller, _) = occurrence.what { caller.name } else { nil }
        }
        #expect(callers == ["reviewer", ""])
    }

    @Test func `signing in gives another secret and ends the session of the old one`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.reviewer)
        let old = try #require(browser.cookie)
        _ = try await browser.signIn("reviewer")
        #expect(browser.cookie != old)
        let thief = PageClient(page: page)
        thief.cookie = old
        #expect(try await thief.get("/api/session").status == 401)
        // A secret chosen by an attacker is replaced at sign-in.
        thief.cookie = "__Host-thoraxd=\(String(repeating: "a", count: 43))"
        _ = try await thief.signIn("reviewer")
        #expect(thief.cookie?.contains("aaaa") == false)
    }

    @Test func `guesses are slowed down`() async throws {
        let page = try await RunningPage()
        try page.addUser(.reviewer)
        let browser = PageClient(page: page)
        var answers: [HTTPAnswer] = []
        // The sixth failure costs a second, the eleventh half a minute: one of the guesses comes too soon on any machine.
        while answers.last?.status != 429, answers.count < 13 {
            answers.append(try await browser.signIn("reviewer", "guess"))
        }
        let slowed = try #require(answers.last)
        #expect(slowed.status == 429 && (slowed.headers["retry-after"].flatMap(Int.init) ?? 0) > 0)
        #expect(answers.count > 6 && answers.dropLast().allSatisfy { $0.status == 401 })
        let failures = page.audit.take().filter { if case .signInFailed = $0.what { true } else { false } }
        #expect(failures.count == answers.count - 1)
    }

    @Test func `signing out, everywhere or here, ends sessions and clears the browser`() async throws {
        let page = try await RunningPage()
        let first = try await page.signIn(.reviewer)
        let second = PageClient(page: page)
        _ = try await second.signIn("reviewer")
        let kept = try #require(second.cookie)
        let answer = try await second.send("DELETE", "/api/session")
        #expect(answer.status == 204 && answer.headers["clear-site-data"] == "\"cache\", \"storage\"")
        second.cookie = kept
        #expect(try await second.get("/api/session").status == 401)
        #expect(try await first.get("/api/session").status == 200)
        _ = try await second.signIn("reviewer")
        #expect(try await first.send("DELETE", "/api/sessions").status == 204)
        #expect(try await second.get("/api/session").status == 401)
    }

    @Test func `a session ends when its user is removed, disabled, or gets another role or password`() async throws {
        let page = try await RunningPage()
        let changes: [(WorkListStore, String) throws -> Void] = [
            { try $0.removeUser($1, by: "root") },
            { list, login in
                var change = UserChange()
                change.role = .viewer
                try list.change(login, change, by: "root")
            },
            { list, login in
                var change = UserChange()
                change.isDisabled = true
                try list.change(login, change, by: "root")
            },
            { list, login in
                try list.setPassword(
                    PasswordHash(of: "another long password", for: login, cost: RunningPage.cost), of: login,
                    by: "root")
            },
        ]
        for (number, change) in changes.enumerated() {
            let browser = try await page.signIn(.reviewer, "mary\(number)")
            #expect(try await browser.get("/api/session").status == 200)
            try change(page.workList, "mary\(number)")
            #expect(try await browser.get("/api/session").status == 401, "\(number)")
        }
    }

    @Test func `after ten idle minutes signing needs the password again`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.reviewer)
        try page.workList.writeForTest("UPDATE session SET startedAt = startedAt - 700000, usedAt = usedAt - 700000")
        #expect(try await browser.get("/api/session").object["mustConfirm"] as? Bool == true)
        // Further requests do not prove the user's identity.
        #expect(try await browser.get("/api/session").object["mustConfirm"] as? Bool == true)
        #expect(try await browser.send("POST", "/api/session/confirm", json: ["password": "wrong"]).status == 401)
        let proved = try await browser.send(
            "POST", "/api/session/confirm", json: ["password": RunningPage.password])
        #expect(proved.status == 200 && proved.object["mustConfirm"] as? Bool == false)
        #expect(try await browser.get("/api/session").object["mustConfirm"] as? Bool == false)
    }

    @Test func `background requests of the page do not extend the session`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.reviewer)
        try page.workList.writeForTest("UPDATE session SET startedAt = startedAt - 100000, usedAt = usedAt - 100000")
        let before = try await browser.get("/api/session", ["X-Thoraxd-Background": "1"]).object["endsAt"] as? String
        let after = try await browser.get("/api/session", ["X-Thoraxd-Background": "1"]).object["endsAt"] as? String
        #expect(before == after && before != nil)
        _ = try await browser.get("/api/session")
        #expect(try await browser.get("/api/session").object["endsAt"] as? String != before)
    }

    @Test func `pictures and the event stream, which browsers repeat by themselves, do not extend the session`() {
        let unused = PageRoute.all.filter { !$0.isUse }.map(\.path)
        #expect(unused.contains("/api/events") && unused.count { $0.contains("/images/") } == 4)
        #expect(unused.count == 5)
    }

    @Test func `a page that shows pictures for half an hour without a user has no session then`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.reviewer)
        let films = "/api/studies/1.2/images/1.2.3/1/"
        try page.workList.writeForTest("UPDATE session SET startedAt = startedAt - 1000000, usedAt = usedAt - 1000000")
        for form in ["preview.jpg", "display"] { #expect(try await browser.get(films + form).status == 404) }
        try page.workList.writeForTest("UPDATE session SET startedAt = startedAt - 900000, usedAt = usedAt - 900000")
        #expect(try await browser.get("/api/session").status == 401)
    }

    @Test func `settings of a user are stored`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.viewer)
        let chosen: [String: Any] = ["language": "zh", "theme": "light", "shortcuts": false, "textSize": 1.5]
        #expect(try await browser.send("PUT", "/api/settings", json: chosen).status == 200)
        let settings = try await browser.get("/api/session").object["settings"] as? [String: Any]
        #expect(settings?["language"] as? String == "zh" && settings?["textSize"] as? Double == 1.5)
        var wrong = chosen
        wrong["textSize"] = 9
        #expect(try await browser.send("PUT", "/api/settings", json: wrong).status == 400)
        wrong["textSize"] = "big"
        #expect(try await browser.send("PUT", "/api/settings", json: wrong).status == 400)
    }

    @Test func `only a trusted proxy names the user in a header`() async throws {
        var settings = WebSettings()
        settings.userHeader = "X-Forwarded-User"
        settings.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
        let page = try await RunningPage(settings)
        try page.addUser(.reviewer)
        let browser = PageClient(page: page)
        let user = ["X-Forwarded-User": "reviewer"]
        #expect(try await browser.get("/api/session", user).status == 401)
        #expect(try await browser.send("POST", "/api/session", json: [:], headers: user).status == 200)
        #expect(try await browser.get("/api/session", user).status == 200)
        // The session belongs to the user that the proxy names.
        #expect(try await browser.get("/api/session", ["X-Forwarded-User": "other"]).status == 401)
        let stranger = try await PageClient(page: page).send(
            "POST", "/api/session", json: [:], headers: ["X-Forwarded-User": "stranger"])
        #expect(stranger.status == 403)
        #expect(try await PageClient(page: page).send("POST", "/api/session", json: [:]).status == 400)
        #expect(try await browser.get("/", ["X-Forwarded-User": "a b"]).status == 400)
        page.settings.value.trustedProxies = []
        #expect(try await browser.get("/api/session", user).status == 400)
        let alerts = page.audit.take().filter { if case .notAuthenticated = $0.what { true } else { false } }
        #expect(alerts.count == 1)
    }

    @Test func `a user without a password works behind a proxy: sign-in, signing after idle minutes, sign-out`()
        async throws
    {
        var settings = WebSettings()
        settings.userHeader = "X-Forwarded-User"
        settings.trustedProxies = [try #require(AddressRange("127.0.0.1"))]
        let page = try await RunningPage(settings)
        try page.workList.add(
            User(login: "mary", name: "Doe^Mary", organization: "Hospital", role: .reviewer), by: "root")
        let (browser, proxy) = (PageClient(page: page), ["X-Forwarded-User": "mary"])
        // The page learns that it need not ask for a password.
        let refused = try await browser.get("/api/session", proxy)
        #expect(refused.status == 401 && refused.object["singleSignOn"] as? String == "mary")
        #expect(try await browser.get("/api/session").object["singleSignOn"] == nil)
        #expect(try await browser.send("POST", "/api/session", json: [:], headers: proxy).status == 200)
        try page.workList.writeForTest("UPDATE session SET startedAt = startedAt - 700000, usedAt = usedAt - 700000")
        let idle = try await browser.get("/api/session", proxy).object
        #expect(idle["mustConfirm"] as? Bool == true && idle["confirmsByProxy"] as? Bool == true)
        let confirmed = try await browser.send(
            "POST", "/api/session/confirm", json: ["password": ""], headers: proxy)
        #expect(confirmed.status == 200 && confirmed.object["mustConfirm"] as? Bool == false)
        // A user who has a password is asked for it.
        try page.workList.setPassword(
            PasswordHash(of: RunningPage.password, for: "mary", cost: RunningPage.cost), of: "mary", by: "root")
        #expect(try await browser.send("POST", "/api/session", json: [:], headers: proxy).status == 200)
        #expect(try await browser.get("/api/session", proxy).object["confirmsByProxy"] as? Bool == false)
        let wrong = try await browser.send("POST", "/api/session/confirm", json: ["password": ""], headers: proxy)
        #expect(wrong.status == 401)
        #expect(try await browser.send("DELETE", "/api/session", headers: proxy).status == 204)
        #expect(try await browser.get("/api/session", proxy).status == 401)
    }

    @Test func `sign-in, sign-out, failures and expired sessions are on the audit trail`() async throws {
        let page = try await RunningPage()
        let browser = try await page.signIn(.reviewer)
        _ = try await browser.send("DELETE", "/api/session")
        _ = try await browser.signIn("reviewer", "wrong")
        _ = try await browser.signIn("reviewer")
        try page.workList.writeForTest("UPDATE session SET startedAt = 0, usedAt = 1")
        try page.sessions.endSessionsThatAreOver()
        let records = try page.fixture.extendTrail(with: page.audit.take(isLast: true))
            .filter { $0.event == "110114" }
        #expect(records.count == 5)
        for record in records { #expect(try XMLLint.complaint(of: record.message) == nil) }
        let logins = try records.map {
            try XMLLint.value(of: "//EventTypeCode/@csd-code", in: $0.message)
        }
        #expect(logins == ["110122", "110123", "110122", "110122", "110123"])
        let outcomes = try records.map {
            try XMLLint.value(of: "//EventIdentification/@EventOutcomeIndicator", in: $0.message)
        }
        #expect(outcomes == ["0", "0", "4", "0", "0"])
        #expect(try page.workList.sessions().isEmpty)
    }
}
