import Hummingbird
import WebServing

extension PageRoute {
    /// Administration, and facts about the program for all users. No response names a patient.
    static let accounts: [PageRoute] = [
        administration("GET", "/api/node", "the node: queue, disk, outbox, refused callers, incidents") { parts, _ in
            .json(try NodeView(parts))
        },
        administration("GET", "/api/users", "users") { try UserService($0).list($1) },
        administration("POST", "/api/users", "add a user") { try UserService($0).add($1) },
        administration("PATCH", "/api/users/{login}", "change a user, or set the password") {
            try UserService($0).change($1)
        },
        administration("DELETE", "/api/users/{login}", "remove a user") { try UserService($0).remove($1) },
        administration("GET", "/api/tokens", "tokens of web clients") { try TokenService($0).list($1) },
        administration("POST", "/api/tokens", "add a token, which is shown once") { try TokenService($0).add($1) },
        administration("DELETE", "/api/tokens/{name}", "revoke a token") { try TokenService($0).revoke($1) },
        administration("GET", "/api/user-sessions", "sessions of all users") { try UserSessionService($0).list($1) },
        administration("DELETE", "/api/user-sessions/{id}", "end a session") { try UserSessionService($0).end($1) },
        PageRoute(
            "GET", "/api/about", .roles(.anyRole), "the program and its model",
            .blocking { parts, _ in
                .json(About(version: parts.node.version, model: ModelFacts(of: parts.settings.value.model)))
            }),
    ]

    private struct About: Encodable {
        let version: String
        let model: ModelFacts?
    }

    private static func administration(
        _ method: String, _ path: String, _ summary: String,
        _ answer: @escaping @Sendable (PageParts, PageRequest) throws -> Response
    ) -> PageRoute {
        PageRoute(method, path, .roles(.administrators), summary, .blocking(answer))
    }
}
