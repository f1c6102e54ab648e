import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns what a user chose for the page.
    package func userSettings(of login: String) throws -> UserSettings {
        try read { db in
            try UserSettings.fetchOne(db, sql: "SELECT * FROM userSettings WHERE login = ?", arguments: [login])
        } ?? UserSettings()
    }

    /// Keeps what a user chooses.
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
