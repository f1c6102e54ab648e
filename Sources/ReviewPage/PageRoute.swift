import Hummingbird
package import Review
import WebServing

/// One resource of the page: its method and path, the roles with access, and the function that answers.
package struct PageRoute: RoutedResource {
    /// Access rule of a route.
    package enum Access: Sendable, Equatable {
        /// No session is needed.
        case everybody
        /// Users with one of these roles.
        case roles(Set<User.Role>)
        /// Users with one of these roles, and clients with a token that may read.
        case rolesAndTokens(Set<User.Role>)
    }

    enum Answer: Sendable {
        /// The function does not block.
        case immediate(@Sendable (PageRequest) throws -> Response)
        /// The function may block; it runs on a thread of its own.
        case blocking(@Sendable (PageParts, PageRequest) throws -> Response)
        /// The function suspends, and may write its body for as long as the client is connected.
        case waiting(@Sendable (PageParts, PageRequest) async throws -> Response)
    }

    package let method: String
    package let path: String
    package let access: Access
    package let summary: String
    let answer: Answer
    /// Whether a request is a use of the session. Browsers repeat some requests by themselves, for hours.
    let isUse: Bool

    init(
        _ method: String, _ path: String, _ access: Access, _ summary: String, isUse: Bool = true, _ answer: Answer
    ) {
        (self.method, self.path, self.access, self.summary, self.answer) = (method, path, access, summary, answer)
        self.isUse = isUse
    }

    /// All routes, by feature.
    package static let all: [PageRoute] = assets + session + macros + displayChecks + accounts + studies + pictures

    private static let assets = [
        PageRoute("GET", "/", .everybody, "the page", .immediate { _ in PageAssets.page() }),
        PageRoute("GET", "/display-check", .everybody, "the page", .immediate { _ in PageAssets.page() }),
        PageRoute(
            "GET", "/assets/{hash}/{name...}", .everybody, "a file of the page",
            .immediate { try PageAssets.file($0.text("name"), hash: $0.text("hash")) }),
    ]
}

extension Set<User.Role> {
    static let anyRole = Set(User.Role.allCases)
    /// Roles that see studies.
    static let readers = anyRole.filter(\.seesStudies)
    /// Roles that sign.
    static let reviewers: Set = [User.Role.reviewer]
    /// Roles that manage accounts; they see no patient.
    static let administrators: Set = [User.Role.administrator]
}
