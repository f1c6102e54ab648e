package import FoundationEssentials
import GRDB
import Review
package import WorkListDatabase

extension WorkListStore {
    /// Limit on the sessions of one user; a further one ends the session that was unused for longest.
    private static var sessionLimit: Int { 16 }

    private static var sessionQuery: String {
        """
        SELECT session.id, session.address, session.startedAt, session.usedAt, session.wasUnattended,
            session.isBySingleSignOn, user.*
        FROM session JOIN user ON user.login = session.login
        """
    }

    /// Starts a session, and ends the one with the secret `replaced`.
    ///
    /// - Returns: the secret of the session, which is not stored.
    package func startSession(
        of login: String, from address: String, replacing replaced: SessionSecret?, isBySingleSignOn: Bool = false,
        at now: Date = Date()
    ) throws -> SessionSecret {
        let secret = SessionSecret()
        try write { db in
            if let replaced {
                try db.execute(sql: "DELETE FROM session WHERE hash = ?", arguments: [Data(replaced.hash)])
            }
            try db.execute(
                sql: """
                    DELETE FROM session WHERE login = ? AND id NOT IN
                        (SELECT id FROM session WHERE login = ? ORDER BY usedAt DESC LIMIT ?)
                    """, arguments: [login, login, Self.sessionLimit - 1])
            try db.execute(
                sql: """
                    INSERT INTO session (hash, login, address, startedAt, usedAt, isBySingleSignOn)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    Data(secret.hash), login, address, now.milliseconds, now.milliseconds, isBySingleSignOn,
                ])
        }
        return secret
    }

    /// Returns the session with this secret; nil if it does not exist or has ended.
    package func session(_ secret: SessionSecret, at now: Date = Date()) throws -> Session? {
        let session = try read { db in
            try Session.fetchOne(
                db.cachedStatement(sql: "\(Self.sessionQuery) WHERE session.hash = ?"),
                arguments: [Data(secret.hash)])
        }
        return session.flatMap { $0.isOver(at: now) ? nil : $0 }
    }

    /// Returns the open sessions, the last used first.
    package func sessions(at now: Date = Date()) throws -> [Session] {
        try read { try Session.fetchAll($0, sql: "\(Self.sessionQuery) ORDER BY session.usedAt DESC") }
            .filter { !$0.isOver(at: now) }
    }

    /// Records that a session is used, at most once in `usePrecision`.
    ///
    /// - Parameter isProof: whether the user has just given the password.
    package func noteUse(of session: Session, isProof: Bool = false, at now: Date = Date()) throws {
        guard isProof || now >= session.usedAt + Session.usePrecision else { return }
        let isUnattended = !isProof && session.isUnattended(at: now)
        try write { db in
            try db.execute(
                sql: "UPDATE session SET usedAt = max(usedAt, ?), wasUnattended = ? WHERE id = ?",
                arguments: [now.milliseconds, isUnattended, session.id])
        }
    }

    /// Ends a session, because its user signs out.
    package func end(_ session: Session) throws {
        try write { try $0.execute(sql: "DELETE FROM session WHERE id = ?", arguments: [session.id]) }
    }

    /// Ends all sessions of a user who signs out everywhere.
    package func endSessions(of login: String) throws {
        try write { try $0.execute(sql: "DELETE FROM session WHERE login = ?", arguments: [login]) }
    }

    /// Ends the session of another user.
    ///
    /// - Parameter actor: login of the administrator.
    /// - Throws: `AccountError` if there is no such session.
    package func endSession(_ id: Int64, by actor: String, at now: Date = Date()) throws {
        try write { db in
            guard
                let login = try String.fetchOne(
                    db, sql: "DELETE FROM session WHERE id = ? RETURNING login", arguments: [id])
            else { throw AccountError.noSession(id) }
            try Act.record(.sessionEnded, by: actor, detail: ["login": login], at: now, in: db)
        }
    }

    /// Ends the sessions that have expired or whose user is disabled, and returns them.
    package func endSessionsThatAreOver(at now: Date = Date()) throws -> [Session] {
        let over = try read { try Session.fetchAll($0, sql: Self.sessionQuery) }.filter { $0.isOver(at: now) }
        guard !over.isEmpty else { return [] }
        try write { db in
            for session in over {
                // A session that was used meanwhile stays.
                try db.execute(
                    sql: "DELETE FROM session WHERE id = ? AND usedAt = ?",
                    arguments: [session.id, session.usedAt.milliseconds])
            }
        }
        return over
    }
}
