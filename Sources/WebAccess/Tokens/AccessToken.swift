package import FoundationEssentials
import GRDB
import WorkListDatabase

/// A bearer token (RFC 6750) of a web client and what it permits. The work list has only the hash of its secret.
package struct AccessToken: Sendable, Equatable, Codable {
    package enum Scope: String, CaseIterable, Sendable, Codable {
        /// Search and retrieve.
        case read
        /// Store.
        case store
    }

    /// Its name on the audit trail. It is an AE title without spaces, because it stands for that of a client that stores.
    package let name: String
    package let scopes: Set<Scope>
    package let createdAt: Date
    /// When the token expires; nil for never.
    package let expiresAt: Date?
    /// When it was last used, to the minute.
    package let lastUsedAt: Date?
    package let revokedAt: Date?

    /// Why the token is refused; nil if it is accepted.
    package func refusal(at now: Date) -> String? {
        if revokedAt != nil { return "the token \(name) is revoked" }
        if let expiresAt, expiresAt <= now { return "the token \(name) has expired" }
        return nil
    }
}

extension AccessToken: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case name, mayRead, mayStore, createdAt, expiresAt, lastUsedAt, revokedAt
    }

    init(row: Row) throws {
        name = row[Columns.name]
        scopes = Set(
            [(row[Columns.mayRead] as Bool, Scope.read), (row[Columns.mayStore], .store)].filter(\.0).map(\.1))
        createdAt = Date(milliseconds: row[Columns.createdAt])
        expiresAt = (row[Columns.expiresAt] as Int64?).map(Date.init(milliseconds:))
        lastUsedAt = (row[Columns.lastUsedAt] as Int64?).map(Date.init(milliseconds:))
        revokedAt = (row[Columns.revokedAt] as Int64?).map(Date.init(milliseconds:))
    }
}
