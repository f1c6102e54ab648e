import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns a user's settings of the page.
    package func userSettings(of login: String) throws -> UserSettings {
        try read { db in
            try UserSettings.fetchOne(db, sql: "SELECT * FROM userSettings WHERE login = ?", arguments: [login])
        } ?? UserSettings()
    }

    /// Stores a user's settings of the page.
    package func set(_ settings: UserSettings, of login: String) throws {
        try write { db in
            try db.execute(
                sql: """
                    INSERT OR REPLACE INTO userSettings (login, language, theme, shortcuts, textSize)
                    VALUES (?, ?, ?, ?, ?)
                    """,
                arguments: [
                    login, settings.language?.rawValue, settings.theme.rawValue, settings.shortcuts, settings.textSize,
                ])
        }
    }
}
