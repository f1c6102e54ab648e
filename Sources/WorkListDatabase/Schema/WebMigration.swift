extension Schema {
    /// Tokens of web clients, of which only the hash is kept, and the attributes that QIDO-RS returns beyond those of C-FIND
    /// (PS3.18 10.6.1.2.3). Objects stored before get them when their headers are read again. Studies are listed by date
    /// and time.
    static let webMigration = """
        CREATE TABLE accessToken (
            name TEXT NOT NULL PRIMARY KEY CHECK (length(name) BETWEEN 1 AND 16 AND name NOT GLOB '*[^!-~]*'),
            hash BLOB NOT NULL UNIQUE CHECK (length(hash) = 32),
            mayRead INTEGER NOT NULL CHECK (mayRead IN (0, 1)),
            mayStore INTEGER NOT NULL CHECK (mayStore IN (0, 1)),
            createdAt INTEGER NOT NULL,
            expiresAt INTEGER CHECK (expiresAt > createdAt),
            lastUsedAt INTEGER,
            revokedAt INTEGER,
            CHECK (mayRead + mayStore > 0)
        ) WITHOUT ROWID;

        ALTER TABLE study ADD COLUMN timezoneOffsetFromUTC TEXT;
        ALTER TABLE series ADD COLUMN performedProcedureStepStartDate TEXT;
        ALTER TABLE series ADD COLUMN performedProcedureStepStartTime TEXT;
        ALTER TABLE instance ADD COLUMN bitsAllocated INTEGER;
        UPDATE headerReading SET rules = '';
        DROP INDEX studyByStudyDate;
        CREATE INDEX studyByStudyDate ON study(studyDate, studyTime);
        """
}
