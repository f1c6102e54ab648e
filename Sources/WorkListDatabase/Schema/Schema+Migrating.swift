import DICOMCore
import GRDB

extension Schema {
    /// Applies the missing migrations in one transaction: if one fails, an older program can still open the work list.
    ///
    /// The names of applied migrations are in GRDB's table `grdb_migrations`, which earlier versions used too.
    static func migrate(_ pool: DatabasePool) throws {
        try pool.writeWithoutTransaction { db in
            functions.forEach { db.add(function: $0) }
            defer { functions.forEach { db.remove(function: $0) } }
            // A migration may rebuild a table (sqlite.org/lang_altertable.html, 7). SQLite ignores this pragma inside a
            // transaction.
            try db.execute(sql: "PRAGMA foreign_keys = OFF")
            try db.inTransaction(.immediate) {
                try db.execute(
                    sql: "CREATE TABLE IF NOT EXISTS grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
                let applied = try String.fetchSet(db, sql: "SELECT identifier FROM grdb_migrations")
                let missing = migrations.filter { !applied.contains($0.name) }
                for migration in missing { try apply(migration, in: db) }
                if !missing.isEmpty { try db.checkForeignKeys() }
                return .commit
            }
            try db.execute(sql: "PRAGMA foreign_keys = ON")
        }
    }

    private static func apply(_ migration: (name: String, sql: String), in db: Database) throws {
        try db.execute(sql: migration.sql)
        try db.execute(sql: "INSERT INTO grdb_migrations (identifier) VALUES (?)", arguments: [migration.name])
        guard try db.tableExists("appliedMigration") else { return }
        try db.execute(
            sql: "INSERT INTO appliedMigration (name, version) VALUES (?, ?)",
            arguments: [migration.name, Implementation.version])
    }
}
