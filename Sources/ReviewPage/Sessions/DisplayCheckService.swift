import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing
import WorkListDatabase

extension PageRoute {
    /// Results of the display check.
    static let displayChecks: [PageRoute] = [
        PageRoute(
            "POST", "/api/display-check", .roles(.anyRole), "store the result of the display check",
            .blocking { try DisplayCheckService($0).save($1) }),
        PageRoute(
            "GET", "/api/display-checks", .roles(.administrators), "display checks of all users",
            .blocking { try DisplayCheckService($0).list($1) }),
    ]
}

/// A display check as the page shows it.
struct DisplayCheckView: Encodable {
    let login: String
    let screen: String
    let hasPassed: Bool
    let checkedAt: Date
    /// Whether the check has to be repeated.
    let isDue: Bool

    init(_ check: DisplayCheck, at now: Date = Date()) {
        (login, screen, hasPassed) = (check.login, check.screen, check.hasPassed)
        (checkedAt, isDue) = (check.checkedAt, check.isDue(at: now))
    }
}

/// Stores and lists results of the display check. All calls block.
private struct DisplayCheckService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct Result: Decodable {
        let hasPassed: Bool
        /// Size of the screen in device pixels.
        let screen: String
    }

    private struct List: Encodable {
        let checks: [DisplayCheckView]
        let validDays = DisplayCheck.validDays
    }

    func save(_ asked: PageRequest) throws -> Response {
        let result: Result = try asked.json()
        let isPlain = result.screen.unicodeScalars.allSatisfy { $0.properties.generalCategory != .control }
        guard isPlain, result.screen.unicodeScalars.count <= DisplayCheck.screenLimit else {
            throw WebError.body(
                "has a screen of more than \(DisplayCheck.screenLimit) characters or control characters")
        }
        let browser = BrowserCookie.id(in: asked.request.headers) ?? BrowserID()
        let check = DisplayCheck(
            login: try asked.signedInSession().user.login, browser: browser.text, screen: result.screen,
            hasPassed: result.hasPassed, checkedAt: Date())
        try parts.workList.save(check)
        var response = Response.json(DisplayCheckView(check))
        BrowserCookie.set(browser, in: &response.headers)
        return response
    }

    func list(_ asked: PageRequest) throws -> Response {
        .json(List(checks: try parts.workList.displayChecks().map { DisplayCheckView($0) }))
    }
}
