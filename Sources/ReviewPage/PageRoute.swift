import Hummingbird
package import Review
import WebServing

/// One resource of the page: who may ask for it, and what answers.
package struct PageRoute: RoutedResource {
    /// Who may ask.
    package enum Access: Sendable, Equatable {
        case everybody
        /// Who is signed in with one of these roles.
        case roles(Set<User.Role>)
        /// The same, and clients with a token that may read.
        case rolesAndTokens(Set<User.Role>)
    }

    enum Answer: Sendable {
        /// Does not block.
        case immediate(@Sendable (PageRequest) throws -> Response)
        /// May block: it runs on a thread of its own.
        case blocking(@Sendable (PageParts, PageRequest) throws -> Response)
        /// Waits for what blocks, and may write its body for as long as the client listens.
        case waiting(@Sendable (PageParts, PageRequest) async throws -> Response)
    }

    package let method: String
    package let path: String
    package let access: Access
    package let summary: String
    let answer: Answer

    init(_ method: String, _ path: String, _ access: Access, _ summary: String, _ answer: Answer) {
        (self.method, self.path, self.access, self.summary, self.answer) = (method, path, access, summary, answer)
    }

    /// All of them, by feature.
    package static let all: [PageRoute] = assets + session + accounts + studies + pictures

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
    /// Who sees studies.
    static let readers = anyRole.filter(\.seesStudies)
    /// Who signs.
    static let reviewers: Set = [User.Role.reviewer]
    /// Who manages accounts; no patient is shown.
    static let administrators: Set = [User.Role.administrator]
}
