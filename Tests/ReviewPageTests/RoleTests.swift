import Foundation
import GRDB
import Review
import TestHarness
import Testing
import WebAccess
import WorkListDatabase

@testable import ReviewPage

/// Access to every route of the table, tried with every role.
@Suite(.timeLimit(.minutes(10)))
struct RoleTests {
    /// Returns a path of a route, with a value for each path parameter.
    private func path(_ route: PageRoute) -> String {
        let texts = ["study": "1.2.3", "series": "1.2.3", "instance": "1.2.3", "frame": "1", "hash": "0", "id": "0"]
        return route.path.split(separator: "/", omittingEmptySubsequences: false).map { segment in
            guard segment.hasPrefix("{") else { return String(segment) }
            return texts[segment.filter { $0.isLetter }] ?? "nothing"
        }.joined(separator: "/")
    }

    /// Whether access control refused the request, as opposed to the route's own function.
    private func isRefusal(_ status: Int, _ text: String) -> Bool {
        status == 401
            || status == 403 && (text.contains("users with the role") || text.contains("a page of another site"))
    }

    @Test func `each route admits only the roles of its rule`() async throws {
        let page = try await RunningPage()
        for route in PageRoute.all where route.path != "/api/events" {
            var who: [(String, PageClient, User.Role?)] = [("no session", PageClient(page: page), nil)]
            // Each route has users of its own: some of them end sessions.
            for role in User.Role.allCases {
                who.append((role.rawValue, try await page.signIn(role, "user\(UInt32.random(in: 0 ... .max))"), role))
            }
            let expired = try await page.signIn(.administrator, "late\(UInt32.random(in: 0 ... .max))")
            try page.workList.writeForTest(
                "UPDATE session SET startedAt = 0, usedAt = 1 WHERE login LIKE 'late%'")
            who.append(("an expired session", expired, nil))
            for (name, client, role) in who {
                let answer = try await client.send(route.method, path(route))
                let mayAsk =
                    switch route.access {
                    case .everybody: true
                    case .roles(let roles), .rolesAndTokens(let roles): role.map(roles.contains) ?? false
                    }
                #expect(
                    isRefusal(answer.status, answer.text) != mayAsk,
                    "\(route.method) \(route.path), \(name): \(answer.status) \(answer.text)")
                if !mayAsk { #expect(answer.status == (role == nil ? 401 : 403), "\(route.path), \(name)") }
            }
        }
    }

    @Test func `the only route of the interface without access control signs in`() {
        let open = PageRoute.all.filter { $0.access == .everybody && $0.path.hasPrefix("/api") }
        #expect(open.map { "\($0.method) \($0.path)" } == ["POST /api/session"])
        for route in PageRoute.all where route.path.hasPrefix("/api/users") || route.path.hasPrefix("/api/tokens") {
            #expect(route.access == .roles([.administrator]), "\(route.path)")
        }
    }

    @Test(arguments: [
        ["X-Thoraxd": "0"], ["Content-Type": "text/plain"], ["Sec-Fetch-Site": "cross-site"],
        ["Sec-Fetch-Site": "same-site"], ["Sec-Fetch-Site": "none"],
        ["Sec-Fetch-Site": "", "Origin": "http://evil.example"],
    ]) func `a page of another site cannot use the cookie of a user for changes`(headers: [String: String]) async throws
    {
        let page = try await RunningPage()
        let browser = try await page.signIn(.administrator)
        for route in PageRoute.all where route.method != "GET" {
            let answer = try await browser.send(route.method, path(route), headers: headers)
            #expect(answer.status == 403, "\(route.method) \(route.path): \(answer.status)")
        }
        #expect(try await browser.get("/api/session").status == 200)
    }

    @Test func `a browser without Sec-Fetch-Site is accepted by its Origin`() async throws {
        let page = try await RunningPage()
        let login = try page.addUser(.viewer)
        var headers = PageClient.unsafe
        headers["Sec-Fetch-Site"] = nil
        let body = Array(#"{"login":"\#(login)","password":"\#(RunningPage.password)"}"#.utf8)
        for (origin, status) in [(page.base, 200), ("http://127.0.0.1:1", 403), ("null", 403), (nil, 403)] {
            headers["Origin"] = origin
            #expect(try await page.send("/api/session", method: "POST", headers: headers, body: body).status == status)
        }
    }
}

extension WorkListStore {
    /// Changes rows directly, for instance to move them to another time.
    func writeForTest(_ sql: String) throws { try write { try $0.execute(sql: sql) } }
}
