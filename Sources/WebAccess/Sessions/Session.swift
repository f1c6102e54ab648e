package import FoundationEssentials
import GRDB
package import Review
import WorkListDatabase

/// A session of a user who is signed in on the page. It ends half an hour after its last use, twelve hours after its start, and
/// with every change of the user's role, status or password.
package struct Session: Sendable, Equatable {
    /// Minutes without use after which a session ends.
    package static let idleMinutes = 30
    /// After this time without use the password is asked for again before a signature.
    static let unattended: TimeInterval = 600
    static let idle = TimeInterval(idleMinutes * 60)
    static let longest: TimeInterval = 12 * 3600

    package let id: Int64
    package let user: User
    /// Numeric address from which it was started.
    package let address: String
    package let startedAt: Date
    /// When it was last used, to `usePrecision`.
    package let usedAt: Date
    /// Whether a proxy named the user, so that no password was given.
    package let isBySingleSignOn: Bool
    private let wasUnattended: Bool

    /// The use of a session is recorded once in this time.
    static let usePrecision: TimeInterval = 15

    /// When the session ends if it is not used again.
    package var endsAt: Date { min(usedAt + Self.idle, startedAt + Self.longest) }

    /// Whether the session was unused for so long that another person may use it: the user must give the password before signing.
    package func isUnattended(at now: Date) -> Bool { wasUnattended || now >= usedAt + Self.unattended }

    func isOver(at now: Date) -> Bool { now >= endsAt || user.isDisabled }
}

extension Session: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case id, address, startedAt, usedAt, isBySingleSignOn, wasUnattended
    }

    init(row: Row) throws {
        id = row[Columns.id]
        user = try User(row: row)
        address = row[Columns.address]
        startedAt = Date(milliseconds: row[Columns.startedAt])
        usedAt = Date(milliseconds: row[Columns.usedAt])
        isBySingleSignOn = row[Columns.isBySingleSignOn]
        wasUnattended = row[Columns.wasUnattended]
    }
}
