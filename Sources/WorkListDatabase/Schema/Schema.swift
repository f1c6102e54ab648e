import GRDB

/// The SQLite schema as a list of migrations: strings only, never edited once shipped (a test pins each one's hash).
enum Schema {
    static var migrator: DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for migration in migrations {
            migrator.registerMigration(migration.name) { try $0.execute(sql: migration.sql) }
        }
        return migrator
    }

    /// In the order they are applied. Times are milliseconds since 1970.
    static let migrations: [(name: String, sql: String)] = [
        ("1 studies, work items, drafts", studiesMigration),
        ("2 query attributes", queryAttributesMigration),
        ("3 documents", documentsMigration),
        ("4 outbox", outboxMigration),
        ("5 storage commitment", commitmentMigration),
        ("6 callers", callersMigration),
        ("7 acts", actsMigration),
        ("8 audit trail", auditTrailMigration),
        ("9 reviews", reviewsMigration),
        ("10 retention", retentionMigration),
        ("11 priority and hold", priorityMigration),
        ("12 counts of commitment", commitmentCountsMigration),
    ]
}
