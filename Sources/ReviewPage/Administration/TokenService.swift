import Foundation
import Hummingbird
import Review
import WebAccess
import WebServing
import WorkListDatabase

/// Manages tokens of web clients for administrators. All calls block.
struct TokenService {
    private let parts: PageParts

    init(_ parts: PageParts) { self.parts = parts }

    private struct View: Encodable {
        let name: String
        let scopes: [String]
        let createdAt: Date
        let expiresAt: Date?
        let lastUsedAt: Date?
        let revokedAt: Date?
    }

    private struct List: Encodable {
        let tokens: [View]
    }

    func list(_ asked: PageRequest) throws -> Response {
        .json(
            List(
                tokens: try parts.workList.accessTokens().map { token in
                    View(
                        name: token.name, scopes: token.scopes.map(\.rawValue).sorted(), createdAt: token.createdAt,
                        expiresAt: token.expiresAt, lastUsedAt: token.lastUsedAt, revokedAt: token.revokedAt)
                }))
    }

    private struct Addition: Decodable {
        let name: String
        let scopes: Set<AccessToken.Scope>
        let expiresAt: Date?
    }

    private struct Secret: Encodable {
        let name: String
        /// Shown once, because only its hash is stored.
        let token: String
    }

    func add(_ asked: PageRequest) throws -> Response {
        let addition: Addition = try asked.json()
        guard !addition.scopes.isEmpty else { throw WebError.body("has no scope") }
        let secret = try parts.workList.addAccessToken(
            addition.name, addition.scopes, expiresAt: addition.expiresAt,
            besides: parts.settings.value.aeTitles, by: asked.signedInSession().user.login)
        return .json(Secret(name: addition.name, token: secret.text))
    }

    func revoke(_ asked: PageRequest) throws -> Response {
        try parts.workList.revokeAccessToken(asked.segment("name"), by: asked.signedInSession().user.login)
        return Response(status: .noContent)
    }
}
