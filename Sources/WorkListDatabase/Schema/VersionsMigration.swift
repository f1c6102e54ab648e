extension Schema {
    /// Which program version applied each migration from this one on, so that an older program can name the version that
    /// fits.
    static let versionsMigration = """
        CREATE TABLE appliedMigration (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            version TEXT NOT NULL CHECK (version <> '')
        );
        """
}
