import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the display checks of all users, latest first.
    package func displayChecks() throws -> [DisplayCheck] {
        try read { try DisplayCheck.fetchAll($0, sql: "SELECT * FROM displayCheck ORDER BY checkedAt DESC, login") }
    }

    /// Returns a user's display check in a browser; nil if the user made none there.
    package func displayCheck(of login: String, in browser: BrowserID) throws -> DisplayCheck? {
        try read {
            try DisplayCheck.fetchOne(
                $0, sql: "SELECT * FROM displayCheck WHERE login = ? AND browser = ?", arguments: [login, browser.text])
        }
    }

    /// Stores a display check in place of the user's earlier one in this browser.
    package func save(_ check: DisplayCheck) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO displayCheck (login, browser, screen, hasPassed, checkedAt)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [check.login, check.browser, check.screen, check.hasPassed, check.checkedAt.milliseconds])
            try db.execute(
                sql: """
                    DELETE FROM displayCheck WHERE login = ?1 AND browser NOT IN (
                        SELECT browser FROM displayCheck WHERE login = ?1 ORDER BY checkedAt DESC LIMIT ?2)
                    """,
                arguments: [check.login, DisplayCheck.limit])
        }
    }
}
