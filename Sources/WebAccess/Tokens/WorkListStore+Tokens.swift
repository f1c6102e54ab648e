import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// The use of a token is recorded once in this time.
    private static var usePrecision: TimeInterval { 60 }

    /// Returns all tokens by name, including revoked ones.
    package func accessTokens() throws -> [AccessToken] {
        try read { try AccessToken.fetchAll($0, sql: "SELECT * FROM accessToken ORDER BY name") }
    }

    /// Returns the token with this secret, also if it is revoked; nil if no token has it.
    package func accessToken(_ secret: TokenSecret) throws -> AccessToken? {
        try read { db in
            try AccessToken.fetchOne(
                db.cachedStatement(sql: "SELECT * FROM accessToken WHERE hash = ?"), arguments: [Data(secret.hash)])
        }
    }

    /// Adds a token.
    ///
    /// - Parameters:
    ///   - titles: the AE titles of this node and its peers. Acts and the audit trail name a token where they name the
    ///     title of a DICOM caller, so its name must differ from these and from the titles of known callers, in any case.
    ///   - actor: login of the person who adds it.
    /// - Returns: the secret, which is not stored.
    /// - Throws: `TokenError` if the name is taken or invalid, or if the token would have expired already.
    package func addAccessToken(
        _ name: String, _ scopes: Set<AccessToken.Scope>, expiresAt: Date?, besides titles: [String] = [],
        by actor: String, at now: Date = Date()
    ) throws -> TokenSecret {
        guard AETitle(name)?.description == name, !name.utf8.contains(0x20) else { throw TokenError.invalidName }
        if let expiresAt, expiresAt <= now { throw TokenError.inThePast }
        let secret = TokenSecret()
        try write { db in
            guard try Self.accessToken(named: name, in: db) == nil else { throw TokenError.nameTaken(name) }
            let isSeen = try Bool.fetchOne(
                db, sql: "SELECT EXISTS (SELECT 1 FROM caller WHERE callingAETitle = ? COLLATE NOCASE)",
                arguments: [name])
            if isSeen == true || titles.contains(where: { $0.lowercased() == name.lowercased() }) {
                throw TokenError.nameOfCaller(name)
            }
            try db.execute(
                sql: """
                    INSERT INTO accessToken (name, hash, mayRead, mayStore, createdAt, expiresAt)
                    VALUES (?, ?, ?, ?, ?, ?)
                    """,
                arguments: [
                    name, Data(secret.hash), scopes.contains(.read), scopes.contains(.store), now.milliseconds,
                    expiresAt?.milliseconds,
                ])
            try Act.record(
                .tokenAdded, by: actor,
                detail: ["token": name, "scope": scopes.map(\.rawValue).sorted().joined(separator: " ")], at: now,
                in: db)
        }
        return secret
    }

    /// Returns the tokens, by name, that are not revoked and have one of these AE titles as their name.
    package func accessTokens(namedLike titles: [String]) throws -> [AccessToken] {
        let titles = Set(titles.map { $0.lowercased() })
        return try accessTokens().filter { $0.revokedAt == nil && titles.contains($0.name.lowercased()) }
    }

    /// Revokes a token; does nothing if it is revoked already.
    ///
    /// - Throws: `TokenError` when there is no such token.
    package func revokeAccessToken(_ name: String, by actor: String, at now: Date = Date()) throws {
        try write { db in
            guard let token = try Self.accessToken(named: name, in: db) else { throw TokenError.noSuchToken(name) }
            guard token.revokedAt == nil else { return }
            try db.execute(
                sql: "UPDATE accessToken SET revokedAt = ? WHERE name = ?", arguments: [now.milliseconds, name])
            try Act.record(.tokenRevoked, by: actor, detail: ["token": name], at: now, in: db)
        }
    }

    /// Records that a token is used, at most once a minute.
    package func noteUse(of token: AccessToken, at now: Date = Date()) throws {
        if let last = token.lastUsedAt, now < last + Self.usePrecision { return }
        try write { db in
            try db.execute(
                sql: "UPDATE accessToken SET lastUsedAt = ? WHERE name = ?", arguments: [now.milliseconds, token.name])
        }
    }

    private static func accessToken(named name: String, in db: Database) throws -> AccessToken? {
        try AccessToken.fetchOne(db, sql: "SELECT * FROM accessToken WHERE name = ?", arguments: [name])
    }
}
