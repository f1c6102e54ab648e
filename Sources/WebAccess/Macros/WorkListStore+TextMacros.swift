import GRDB
package import WorkListDatabase

extension WorkListStore {
    /// Returns the macros of a user by name.
    package func textMacros(of login: String) throws -> [TextMacro] {
        try read {
            try TextMacro.fetchAll(
                $0, sql: "SELECT name, text FROM textMacro WHERE login = ? ORDER BY name", arguments: [login])
        }
    }

    /// Adds a macro to a user, or replaces the one with this name.
    ///
    /// - Throws: `TextMacroError` if the macro is invalid, or if the user has too many.
    package func save(_ macro: TextMacro, of login: String) throws {
        try macro.check()
        try write { db in
            let others = try Int.fetchOne(
                db, sql: "SELECT count(*) FROM textMacro WHERE login = ? AND name <> ?", arguments: [login, macro.name])
            guard others ?? 0 < TextMacro.limit else { throw TextMacroError.tooMany }
            try db.execute(
                sql: "INSERT OR REPLACE INTO textMacro (login, name, text) VALUES (?, ?, ?)",
                arguments: [login, macro.name, macro.text])
        }
    }

    /// Removes a macro of a user.
    ///
    /// - Throws: `TextMacroError.unknown` if the user has no macro with this name.
    package func removeTextMacro(_ name: String, of login: String) throws {
        try write { db in
            try db.execute(sql: "DELETE FROM textMacro WHERE login = ? AND name = ?", arguments: [login, name])
            guard db.changesCount > 0 else { throw TextMacroError.unknown }
        }
    }
}
