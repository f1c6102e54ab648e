extension Schema {
    /// Headers are read again newest first, from `firstRow` down: what is left is after `lastRow`, up to `endRow`. Those that
    /// could not be read for a reason that passes are in `unreadHeader` until they are. A signed report that its sender
    /// might not send may come again once it may.
    static let headerRetriesMigration = """
        ALTER TABLE headerReading ADD COLUMN firstRow INTEGER NOT NULL DEFAULT 0;
        UPDATE headerReading SET firstRow = endRow;
        CREATE TABLE unreadHeader (
            instanceRow INTEGER PRIMARY KEY REFERENCES instance(id) ON DELETE CASCADE,
            notBefore INTEGER NOT NULL
        );
        CREATE INDEX unreadHeaderDue ON unreadHeader(notBefore);

        DROP TRIGGER returnedReportTransition;
        CREATE TRIGGER returnedReportTransition BEFORE UPDATE OF state ON returnedReport
        WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            VALUES ('pending', 'reading'), ('reading', 'pending'), ('reading', 'signs'), ('reading', 'waiting'),
                ('reading', 'setAside'), ('reading', 'unrelated'), ('reading', 'unreadable'), ('waiting', 'signs'),
                ('waiting', 'setAside'), ('setAside', 'pending'))
        BEGIN SELECT RAISE(ABORT, 'a returned report does not change that way'); END;
        """
}
