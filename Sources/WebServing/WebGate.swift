package import Auditing
import Foundation
import Hummingbird
package import Logging
package import WebAccess
package import WorkListDatabase

/// Decides who may do what: a client sends `Authorization: Bearer` with a token.
package struct WebGate: Sendable {
    private let workList: WorkListStore
    private let audit: AuditInbox
    private let useOutage: RepeatedCondition

    package init(workList: WorkListStore, audit: AuditInbox, logger: Logger) {
        self.workList = workList
        self.audit = audit
        useOutage = RepeatedCondition(logger: logger, end: "uses of tokens are noted again")
    }

    /// Returns the caller of a request by its token. Blocks.
    ///
    /// - Throws: `WebError` if the token is missing, unknown, over or does not have the scope; each refusal but that of a request
    ///   without a token is a security alert.
    package func admit(_ request: WebRequest, _ scope: AccessToken.Scope) throws -> AuditOccurrence.Caller {
        guard let field = request.headers[.authorization] else {
            throw WebError.unauthenticated("this path needs a token")
        }
        let words = field.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw refused("the header Authorization is no bearer token", request)
        }
        guard let secret = TokenSecret(words[1]), let token = try workList.accessToken(secret) else {
            throw refused("the token is unknown", request)
        }
        if let reason = token.refusal(at: Date()) { throw refused(reason, request) }
        guard token.scopes.contains(scope) else {
            audit.add(
                .notAuthenticated(
                    address: request.address,
                    reason: "the token \(token.name) does not have the scope \(scope.rawValue)"))
            throw WebError.scope(scope.rawValue)
        }
        // A full disk must not keep a viewer from reading.
        useOutage.watch("cannot note the use of tokens") { try workList.noteUse(of: token) }
        return .init(token: token.name, address: request.address)
    }

    private func refused(_ reason: String, _ request: WebRequest) -> WebError {
        audit.add(.notAuthenticated(address: request.address, reason: reason))
        return .unauthenticated(reason)
    }
}
