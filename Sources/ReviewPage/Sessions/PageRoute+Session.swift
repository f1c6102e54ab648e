import FoundationEssentials
import Hummingbird
import Review
import WebAccess
import WebServing

extension PageRoute {
    /// Sign-in, sign-out, and the settings of a user.
    static let session: [PageRoute] = [
        PageRoute("POST", "/api/session", .everybody, "sign in", .blocking { try SessionService($0).signIn($1) }),
        PageRoute(
            "GET", "/api/session", .roles(.anyRole), "the session and its user",
            .blocking { try SessionService($0).show($1) }),
        PageRoute(
            "DELETE", "/api/session", .roles(.anyRole), "sign out", .blocking { try SessionService($0).signOut($1) }),
        PageRoute(
            "POST", "/api/session/confirm", .roles(.anyRole), "confirm the password before signing",
            .blocking { try SessionService($0).confirm($1) }),
        PageRoute(
            "DELETE", "/api/sessions", .roles(.anyRole), "sign out everywhere",
            .blocking { try SessionService($0).signOutEverywhere($1) }),
        PageRoute(
            "PUT", "/api/settings", .roles(.anyRole), "save the user's settings",
            .blocking { try SessionService($0).choose($1) }),
    ]
}

/// Handles sign-in, sign-out and settings. All calls block.
private struct SessionService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct SignIn: Decodable {
        let login: String?
        let password: String?
    }

    func signIn(_ asked: PageRequest) throws -> Response {
        let given: SignIn = try asked.json()
        let (secret, session) =
            if let login = given.login, let password = given.password {
                try parts.sessions.signIn(login, password, asked.request)
            } else {
                try parts.sessions.signInByProxy(asked.request)
            }
        var response = try view(session, asked)
        SessionCookie.set(secret, in: &response.headers)
        return response
    }

    func show(_ asked: PageRequest) throws -> Response { try view(asked.signedInSession(), asked) }

    func signOut(_ asked: PageRequest) throws -> Response {
        try parts.sessions.signOut(asked.signedInSession(), asked.request)
        return Self.gone
    }

    func signOutEverywhere(_ asked: PageRequest) throws -> Response {
        try parts.sessions.signOutEverywhere(asked.signedInSession(), asked.request)
        return Self.gone
    }

    private struct Confirmation: Decodable {
        let password: String
    }

    func confirm(_ asked: PageRequest) throws -> Response {
        let given: Confirmation = try asked.json()
        return try view(parts.sessions.confirm(asked.signedInSession(), given.password, asked.request), asked)
    }

    func choose(_ asked: PageRequest) throws -> Response {
        let settings: UserSettings = try asked.json()
        guard settings.isValid else { throw WebError.body("has a textSize outside of 0.8 to 2") }
        try parts.workList.set(settings, of: asked.signedInSession().user.login)
        return .json(settings)
    }

    private func view(_ session: Session, _ asked: PageRequest) throws -> Response {
        .json(
            try SessionView(
                session, in: BrowserCookie.id(in: asked.request.headers), proxyUser: asked.request.proxyUser, parts))
    }

    /// A response that removes the cookie and makes the browser delete its cache and storage of the page.
    private static var gone: Response {
        var response = Response(status: .noContent)
        SessionCookie.remove(from: &response.headers)
        response.headers[.named("Clear-Site-Data")] = "\"cache\", \"storage\""
        return response
    }
}
