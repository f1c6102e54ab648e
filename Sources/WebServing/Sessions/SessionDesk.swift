package import Auditing
import FoundationEssentials
package import Logging
import Review
package import WebAccess
package import WorkListDatabase

/// Signs users in and out, and finds the session of a request. Every change is on the audit trail. All methods block.
package final class SessionDesk: Sendable {
    private static let alertCount = 10

    private let workList: WorkListStore
    private let passwords: PasswordDesk
    private let audit: AuditInbox
    private let throttle = SignInThrottle()
    private let useOutage: RepeatedCondition
    /// Refused requests of this listener, for the administrator.
    let refusals: WebRefusals

    package init(
        workList: WorkListStore, audit: AuditInbox, cost: ScryptCost = .standard, logger: Logger
    ) {
        self.workList = workList
        self.audit = audit
        passwords = PasswordDesk(workList, cost: cost)
        refusals = WebRefusals(incidents: IncidentLog("web", in: workList, logger: logger))
        useOutage = RepeatedCondition(logger: logger, end: "recording the use of sessions again")
    }

    /// Starts a session for a login and its password. The session whose cookie the request has ends, so that no earlier secret
    /// stays valid (session fixation).
    ///
    /// - Throws: `SignInError` if they are wrong, or if too many were wrong before.
    package func signIn(
        _ login: String, _ password: String, _ request: WebRequest
    ) throws -> (SessionSecret, Session) {
        try prove(login, password, request)
        return try start(login, request)
    }

    /// Starts a session for the login that a trusted proxy names.
    ///
    /// - Throws: `SignInError` if no proxy names a login, or if the login has no account.
    package func signInByProxy(_ request: WebRequest) throws -> (SessionSecret, Session) {
        guard let login = request.proxyUser else { throw SignInError.missing }
        guard let user = try workList.user(login), !user.isDisabled else {
            audit.add(.signInFailed(.init(login: login, address: request.address), reason: "no account"))
            throw SignInError.noAccount
        }
        return try start(login, request, isBySingleSignOn: true)
    }

    /// Returns the session of a request; nil if it has none or if that has ended.
    ///
    /// - Parameter isUse: whether the user caused the request; the page sends others by itself.
    package func session(of request: WebRequest, isUse: Bool = true) throws -> Session? {
        guard let secret = SessionCookie.secret(in: request.headers), let session = try workList.session(secret)
        else { return nil }
        // Behind a proxy that signs users in, the session must belong to the login that the proxy names.
        if let login = request.proxyUser, login != session.user.login { return nil }
        guard isUse else { return session }
        // A full disk must not keep users from reading.
        useOutage.watch("cannot record the use of sessions") { try workList.noteUse(of: session) }
        return session
    }

    /// Records that the user of a session gave the password again; for a user without a password, the proxy's word counts.
    ///
    /// - Returns: the updated session.
    package func confirm(_ session: Session, _ password: String, _ request: WebRequest) throws -> Session {
        let login = session.user.login
        let hasPassword = try workList.loginsWithPassword().contains(login)
        // For a user without a password, the proxy decides after what time it asks again.
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

    /// Reports the refusals since the last call to the administrator; called every few seconds.
    package func reportRefusals() { refusals.report() }

    /// Ends expired sessions; called every few seconds.
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

    /// Compares a password with that of a login, unless too many were wrong before.
    private func prove(_ login: String, _ password: String, _ request: WebRequest) throws {
        // An unknown login is not recorded: users type their password there by mistake.
        let named = try workList.user(login) == nil ? "" : login
        let caller = AuditOccurrence.Caller(login: named, address: request.address)
        let subjects = [SignInThrottle.Subject.login(login), .init(address: request.address)]
        if let pause = throttle.admit(subjects, at: .now) {
            audit.add(.notAuthenticated(address: request.address, reason: "sign-ins came too fast"))
            refusals.count("sign-ins came too fast", from: request.address, isThrottled: true)
            throw SignInError.tooMany(seconds: Int(pause.components.seconds) + 1)
        }
        let isRight: Bool
        do {
            isRight = try passwords.compare(password, of: login)
        } catch {
            throttle.abandoned(subjects, at: .now)
            throw error
        }
        let user = isRight ? try workList.user(login) : nil
        guard let user, !user.isDisabled else {
            audit.add(.signInFailed(caller, reason: isRight ? "the user is disabled" : "wrong login or password"))
            for count in throttle.failed(subjects, at: .now) where count % Self.alertCount == 0 {
                audit.add(.signInsFailed(caller, count: count))
            }
            throw SignInError.wrong
        }
        throttle.succeeded(subjects, at: .now)
    }
}
