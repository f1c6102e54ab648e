package import FoundationEssentials
import GRDB
import Review
package import WorkListDatabase

extension WorkListStore {
    /// Sessions of one user at a time; the oldest makes room.
    private static var sessionLimit: Int { 16 }

    private static var sessionQuery: String {
        """
        SELECT session.id, session.address, session.startedAt, session.usedAt, session.wasUnattended,
            session.isBySingleSignOn, user.*
        FROM session JOIN user ON user.login = session.login
        """
    }

    /// Starts a session. Whoever had the one of `replaced` has none from now on.
    ///
    /// - Returns: its secret, which is not known afterwards.
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

    /// Returns the session with this secret; nil if there is none or it is over.
    package func session(_ secret: SessionSecret, at now: Date = Date()) throws -> Session? {
        let session = try read { db in
            try Session.fetchOne(
                db, sql: "\(Self.sessionQuery) WHERE session.hash = ?", arguments: [Data(secret.hash)])
        }
        return session.flatMap { $0.isOver(at: now) ? nil : $0 }
    }

    /// Returns the sessions that are not over, last used first.
    package func sessions(at now: Date = Date()) throws -> [Session] {
        try read { try Session.fetchAll($0, sql: "\(Self.sessionQuery) ORDER BY session.usedAt DESC") }
            .filter { !$0.isOver(at: now) }
    }

    /// Notes that a session is used, if that has not just been noted.
    ///
    /// - Parameter isProof: whether the user has just proved who they are.
    package func noteUse(of session: Session, isProof: Bool = false, at now: Date = Date()) throws {
        guard isProof || now >= session.usedAt + Session.usePrecision else { return }
        let isUnattended = !isProof && session.isUnattended(at: now)
        try write { db in
            try db.execute(
                sql: "UPDATE session SET usedAt = max(usedAt, ?), wasUnattended = ? WHERE id = ?",
                arguments: [now.milliseconds, isUnattended, session.id])
        }
    }

    /// Ends a session whose user signs out.
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

    /// Ends the sessions whose time is over, and returns them.
    package func endSessionsThatAreOver(at now: Date = Date()) throws -> [Session] {
        let over = try read { try Session.fetchAll($0, sql: Self.sessionQuery) }.filter { $0.isOver(at: now) }
        guard !over.isEmpty else { return [] }
        try write { db in
            for session in over {
                // Not one that was used meanwhile.
                try db.execute(
                    sql: "DELETE FROM session WHERE id = ? AND usedAt = ?",
                    arguments: [session.id, session.usedAt.milliseconds])
            }
        }
        return over
    }
}
