extension Schema {
    /// Files to remove whose rows are already deleted, the time of the last retention run, and indexes that spare
    /// retention full table scans. Old studies are found by `workItemByChange`.
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
