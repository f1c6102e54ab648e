import GRDB

/// The SQLite schema as a list of migrations that never change once shipped: SQL strings, whose hashes a test pins, and
/// the SQL functions that some of them call.
enum Schema {
    /// Migrations in the order in which they are applied. Times are in milliseconds since 1970.
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
        ("13 versions", versionsMigration),
        ("14 transitions of commitment", commitmentTransitionsMigration),
        ("15 fair turns", fairTurnsMigration),
        ("16 size of quarantined files", quarantineSizeMigration),
        ("17 series by study", seriesMigration),
        ("18 headers read again", headerReadingMigration),
        ("19 views", viewsMigration),
        ("20 signed reports of peers", signedReportsMigration),
        ("23 exported audit messages", auditExportMigration),
        ("24 headers newest first, reports sent again", headerRetriesMigration),
        ("25 web access", webMigration),
        ("26 causes of incidents", incidentCausesMigration),
        ("27 view modifiers", viewModifiersMigration),
        ("28 withdrawn documents", withdrawnDocumentsMigration),
        ("29 passwords and sessions", accountsMigration),
        ("30 review page", reviewPageMigration),
        ("31 withdrawn deliveries", withdrawnDeliveriesMigration),
        ("32 attention and first impressions", readingMigration),
    ]

    /// SQL functions that shipped migrations call. A connection has them only while it migrates. They do not call
    /// application code, because that may change.
    static let functions = [personNameGroup, patientHash]
}
