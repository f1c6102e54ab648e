package import FoundationEssentials
package import GRDB
import WorkListDatabase

/// The result of a user's visual check of the display of one browser.
package struct DisplayCheck: Sendable, Equatable {
    package let login: String
    /// Random id of the browser, from its cookie.
    package let browser: String
    /// Size of the screen in device pixels, as the browser reports it.
    package let screen: String
    /// Whether the user saw all patterns.
    package let hasPassed: Bool
    package let checkedAt: Date

    package init(login: String, browser: String, screen: String, hasPassed: Bool, checkedAt: Date) {
        self.login = login
        self.browser = browser
        self.screen = screen
        self.hasPassed = hasPassed
        self.checkedAt = checkedAt
    }

    /// Days after which the page asks a reviewer to repeat the check.
    package static let validDays = 30
    /// Maximum number of browsers stored per user; the oldest checks are dropped.
    package static let limit = 20
    /// Maximum length of `screen` in characters.
    package static let screenLimit = 64

    /// Whether the check has to be repeated: it failed, or it is older than `validDays`.
    package func isDue(at now: Date) -> Bool {
        !hasPassed || checkedAt + Double(Self.validDays) * 86_400 <= now
    }
}

extension DisplayCheck: FetchableRecord {
    private enum Columns: String, ColumnExpression {
        case login, browser, screen, hasPassed, checkedAt
    }

    package init(row: Row) {
        login = row[Columns.login]
        browser = row[Columns.browser]
        screen = row[Columns.screen]
        hasPassed = row[Columns.hasPassed]
        checkedAt = Date(milliseconds: row[Columns.checkedAt])
    }
}
