extension Schema {
    /// How far the headers of stored objects have been read again (decision 32). The empty name stands for the rules of
    /// the versions before: the daemon reads every object that they stored.
    static let headerReadingMigration = """
        CREATE TABLE headerReading (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            rules TEXT NOT NULL,
            lastRow INTEGER NOT NULL,
            endRow INTEGER NOT NULL,
            unreadable INTEGER NOT NULL DEFAULT 0
        );
        INSERT INTO headerReading (id, rules, lastRow, endRow) SELECT 1, '', 0, ifnull(max(id), 0) FROM instance;
        """
}
