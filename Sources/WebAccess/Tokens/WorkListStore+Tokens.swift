import DICOMCore
package import FoundationEssentials
import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Time in which the use of a token is written once.
    private static var usePrecision: TimeInterval { 60 }

    /// Returns all tokens by name, also those that are revoked.
    package func accessTokens() throws -> [AccessToken] {
        try read { try AccessToken.fetchAll($0, sql: "SELECT * FROM accessToken ORDER BY name") }
    }

    /// Returns the token with this secret, revoked ones too; nil if there is none.
    package func accessToken(_ secret: TokenSecret) throws -> AccessToken? {
        try read { db in
            try AccessToken.fetchOne(
                db, sql: "SELECT * FROM accessToken WHERE hash = ?", arguments: [Data(secret.hash)])
        }
    }

    /// Adds a token.
    ///
    /// - Parameters:
    ///   - titles: the AE titles of this node and its peers. Acts and the audit trail name a token where they name the
    ///     title of a DICOM caller, so it must have none of these, nor that of a caller that was seen, in any case.
    ///   - actor: login of the person who adds it.
    /// - Returns: the secret, which is not known afterwards.
    /// - Throws: `TokenError` when the name is taken or has other characters, or the end is past.
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

    /// Returns the tokens with the name of a DICOM caller, without those that are revoked; by name.
    package func accessTokens(namedLike titles: [String]) throws -> [AccessToken] {
        let titles = Set(titles.map { $0.lowercased() })
        return try accessTokens().filter { $0.revokedAt == nil && titles.contains($0.name.lowercased()) }
    }

    /// Revokes a token; one that is revoked already stays so.
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

    /// Notes that a token is used, if that has not been noted in the last minute.
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
