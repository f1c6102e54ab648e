package import Auditing
import Foundation
import Hummingbird
package import Logging
import Review
package import WebAccess
package import WorkListDatabase

/// Authenticates requests of DICOMweb: a client sends `Authorization: Bearer` with a token, a browser the cookie of a session.
package struct WebGate: Sendable {
    private let workList: WorkListStore
    private let audit: AuditInbox
    private let sessions: SessionDesk
    private let useOutage: RepeatedCondition

    package init(workList: WorkListStore, sessions: SessionDesk, audit: AuditInbox, logger: Logger) {
        self.workList = workList
        self.sessions = sessions
        self.audit = audit
        useOutage = RepeatedCondition(logger: logger, end: "recording the use of tokens again")
    }

    /// Returns the caller of a request: the owner of its token or, for reading, of its session if the user may see studies.
    /// Blocks.
    ///
    /// - Throws: `WebError` if the token is missing, unknown, expired or revoked, or lacks the scope. Each refusal of a token is a
    ///   security alert.
    package func admit(_ request: WebRequest, _ scope: AccessToken.Scope) throws -> AuditOccurrence.Caller {
        guard let field = request.headers[.authorization] else {
            if scope == .read, let caller = try reader(request) { return caller }
            throw WebError.unauthenticated("this path needs a token")
        }
        let words = field.split(separator: " ")
        guard words.count == 2, words[0].lowercased() == "bearer" else {
            throw refused("the header Authorization has no bearer token", request)
        }
        guard let secret = TokenSecret(words[1]), let token = try workList.accessToken(secret) else {
            throw refused("the token is unknown", request)
        }
        if let reason = token.refusal(at: Date()) { throw refused(reason, request) }
        guard token.scopes.contains(scope) else {
            _ = refused("the token \(token.name) does not have the scope \(scope.rawValue)", request)
            throw WebError.scope(scope.rawValue)
        }
        // A full disk must not keep a viewer from reading.
        useOutage.watch("cannot record the use of tokens") { try workList.noteUse(of: token) }
        return .init(token: token.name, address: request.address)
    }

    /// The user of the page in whose browser a viewer of the same origin runs.
    private func reader(_ request: WebRequest) throws -> AuditOccurrence.Caller? {
        guard request.method == "GET", !SameOrigin.isOfOtherSite(request.headers),
            let session = try sessions.session(of: request)
        else { return nil }
        guard session.user.role.seesStudies else { throw WebError.role(session.user.role.rawValue) }
        return .init(login: session.user.login, address: request.address)
    }

    private func refused(_ reason: String, _ request: WebRequest) -> WebError {
        audit.add(.notAuthenticated(address: request.address, reason: reason))
        sessions.refusals.count(reason, from: request.address)
        return .unauthenticated(reason)
    }
}
