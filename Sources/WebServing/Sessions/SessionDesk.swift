package import Auditing
import FoundationEssentials
package import Logging
import Review
package import WebAccess
package import WorkListDatabase

/// Signs users in and out, and says who a request is from. Everything is on the audit trail. All of it blocks.
package final class SessionDesk: Sendable {
    private static let alertCount = 10

    private let workList: WorkListStore
    private let passwords: PasswordDesk
    private let audit: AuditInbox
    private let throttle = SignInThrottle()
    private let useOutage: RepeatedCondition

    package init(
        workList: WorkListStore, audit: AuditInbox, cost: ScryptCost = .standard, logger: Logger
    ) {
        self.workList = workList
        self.audit = audit
        passwords = PasswordDesk(workList, cost: cost)
        useOutage = RepeatedCondition(logger: logger, end: "uses of sessions are noted again")
    }

    /// Starts a session of who gives the login and the password. The session whose cookie the request brings ends, so that nobody
    /// keeps a secret from before.
    ///
    /// - Throws: `SignInError` if they are wrong, or if too many were wrong before.
    package func signIn(
        _ login: String, _ password: String, _ request: WebRequest
    ) throws -> (SessionSecret, Session) {
        try prove(login, password, request)
        return try start(login, request)
    }

    /// Starts a session of whom a trusted proxy names.
    ///
    /// - Throws: `SignInError` if no proxy names anybody, or if whom it names has no account.
    package func signInByProxy(_ request: WebRequest) throws -> (SessionSecret, Session) {
        guard let login = request.proxyUser else { throw SignInError.missing }
        guard let user = try workList.user(login), !user.isDisabled else {
            audit.add(.signInFailed(.init(login: login, address: request.address), reason: "no account"))
            throw SignInError.noAccount
        }
        return try start(login, request, isBySingleSignOn: true)
    }

    /// Returns the session of a request; nil if it has none that is not over.
    ///
    /// - Parameter isUse: whether the user asks, and not the page by itself.
    package func session(of request: WebRequest, isUse: Bool = true) throws -> Session? {
        guard let secret = SessionCookie.secret(in: request.headers), let session = try workList.session(secret)
        else { return nil }
        // Behind a proxy that signs users in, a session is of whom the proxy names.
        if let login = request.proxyUser, login != session.user.login { return nil }
        guard isUse else { return session }
        // A full disk must not keep anybody from reading.
        useOutage.watch("cannot note the use of sessions") { try workList.noteUse(of: session) }
        return session
    }

    /// Notes that the user of a session has proved again who they are: by the password or, without one, by the proxy.
    ///
    /// - Returns: the session as it is now.
    package func confirm(_ session: Session, _ password: String, _ request: WebRequest) throws -> Session {
        let login = session.user.login
        let hasPassword = try workList.loginsWithPassword().contains(login)
        // The proxy decides how long it knows somebody whom only it can ask.
        if hasPassword || request.proxyUser != login { try prove(login, password, request) }
        try workList.noteUse(of: session, isProof: true)
        guard let confirmed = try self.session(of: request) else { throw WebError.signedOut }
        return confirmed
    }

    package func signOut(_ session: Session, _ request: WebRequest) throws {
        try workList.end(session)
        audit.add(.signedOut(.init(login: session.user.login, address: request.address), isByTime: false))
    }

    package func signOutEverywhere(_ session: Session, _ request: WebRequest) throws {
        try workList.endSessions(of: session.user.login)
        audit.add(.signedOut(.init(login: session.user.login, address: request.address), isByTime: false))
    }

    /// Hashes a password that an administrator gives to a user.
    package func hash(_ password: String, for login: String) throws -> PasswordHash {
        try passwords.hash(password, for: login)
    }

    /// Ends the sessions whose time is over; called every few seconds.
    package func endSessionsThatAreOver() throws {
        for session in try workList.endSessionsThatAreOver() {
            audit.add(.signedOut(.init(login: session.user.login, address: session.address), isByTime: true))
        }
    }

    private func start(
        _ login: String, _ request: WebRequest, isBySingleSignOn: Bool = false
    ) throws -> (SessionSecret, Session) {
        let secret = try workList.startSession(
            of: login, from: request.address, replacing: SessionCookie.secret(in: request.headers),
            isBySingleSignOn: isBySingleSignOn)
        guard let session = try workList.session(secret) else { throw SignInError.wrong }
        audit.add(.signedIn(.init(login: login, address: request.address)))
        return (secret, session)
    }

    /// Holds a password against that of a login, unless too many were wrong before.
    private func prove(_ login: String, _ password: String, _ request: WebRequest) throws {
        // What is no login is not written anywhere: people type their password there.
        let named = try workList.user(login) == nil ? "" : login
        let caller = AuditOccurrence.Caller(login: named, address: request.address)
        let subjects = [SignInThrottle.Subject.login(login), .init(address: request.address)]
        if let pause = throttle.pause(subjects, at: .now) {
            audit.add(.notAuthenticated(address: request.address, reason: "sign-ins came too fast"))
            throw SignInError.tooMany(seconds: Int(pause.components.seconds) + 1)
        }
        let isRight = try passwords.compare(password, of: login)
        let user = isRight ? try workList.user(login) : nil
        guard let user, !user.isDisabled else {
            audit.add(.signInFailed(caller, reason: isRight ? "the user is disabled" : "wrong login or password"))
            for count in throttle.failed(subjects, at: .now) where count % Self.alertCount == 0 {
                audit.add(.signInsFailed(caller, count: count))
            }
            throw SignInError.wrong
        }
        throttle.succeeded(login)
    }
}
