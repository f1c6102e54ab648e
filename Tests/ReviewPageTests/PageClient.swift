import Foundation
import TestHarness

@testable import ReviewPage

/// A client of the page's interface that keeps the cookie and sends the headers of a browser.
final class PageClient {
    private let page: RunningPage
    /// `__Host-thoraxd=…`; nil before signing in.
    var cookie: String?
    /// `__Host-thoraxd-browser=…`; nil before a display check.
    var browserCookie: String?

    init(page: RunningPage) { self.page = page }

    /// Headers of a request that changes something.
    static let unsafe = ["Content-Type": "application/json", "X-Thoraxd": "1", "Sec-Fetch-Site": "same-origin"]

    func signIn(_ login: String, _ password: String = RunningPage.password) async throws -> HTTPAnswer {
        try await send("POST", "/api/session", json: ["login": login, "password": password])
    }

    func get(_ path: String, _ headers: [String: String] = [:]) async throws -> HTTPAnswer {
        try await send("GET", path, headers: headers)
    }

    func send(
        _ method: String, _ path: String, json: [String: Any]? = nil, headers: [String: String] = [:]
    ) async throws -> HTTPAnswer {
        var fields = method == "GET" ? ["Sec-Fetch-Site": "same-origin"] : Self.unsafe
        let cookies = [cookie, browserCookie].compactMap(\.self)
        fields["Cookie"] = cookies.isEmpty ? nil : cookies.joined(separator: "; ")
        let body = try json.map { [UInt8](try JSONSerialization.data(withJSONObject: $0)) }
        let answer = try await page.send(
            path, method: method, headers: fields.merging(headers) { $1 },
            body: body ?? (method == "GET" ? nil : Array("{}".utf8)))
        if let set = answer.headers["set-cookie"] {
            let pair = String(set.prefix { $0 != ";" })
            if pair.hasPrefix("__Host-thoraxd-browser=") {
                browserCookie = pair
            } else {
                cookie = set.contains("Max-Age=0") ? nil : pair
            }
        }
        return answer
    }
}
