extension Schema {
    /// Applications that requested associations, one row per calling AE title and address. The rows are informational
    /// only.
    static let callersMigration = """
        CREATE TABLE caller (
            id INTEGER PRIMARY KEY,
            callingAETitle TEXT NOT NULL,
            address TEXT NOT NULL,
            calledAETitle TEXT NOT NULL,
            implementation TEXT NOT NULL,
            peer TEXT,
            firstSeenAt INTEGER NOT NULL,
            lastSeenAt INTEGER NOT NULL,
            accepted INTEGER NOT NULL,
            refused INTEGER NOT NULL,
            stored INTEGER NOT NULL,
            refusal TEXT,
            refusedAt INTEGER,
            asked TEXT NOT NULL CHECK (json_valid(asked)),
            needed TEXT NOT NULL CHECK (json_valid(needed)),
            UNIQUE (callingAETitle, address)
        );
        """
}
