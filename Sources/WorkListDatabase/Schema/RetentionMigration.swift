extension Schema {
    /// Files whose rows are gone and that are about to go, when the rules last ran, and what finding and removing must
    /// not search whole tables for. Old studies are found by `workItemByChange`.
    static let retentionMigration = """
        CREATE TABLE removedFile (
            path TEXT PRIMARY KEY
        ) WITHOUT ROWID;
        CREATE TABLE retentionRun (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            at INTEGER NOT NULL,
            studies INTEGER NOT NULL,
            quarantined INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        );
        CREATE INDEX quarantineByAge ON quarantine(at, id);
        CREATE INDEX returnedReportOfReview ON returnedReport(reviewRow) WHERE reviewRow IS NOT NULL;
        """
}
