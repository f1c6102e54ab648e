extension Schema {
    /// The program version that applied each migration, from this one on. An older program can then name the version
    /// that fits.
    static let versionsMigration = """
        CREATE TABLE appliedMigration (
            id INTEGER PRIMARY KEY,
            name TEXT NOT NULL UNIQUE,
            version TEXT NOT NULL CHECK (version <> '')
        );
        """
}
