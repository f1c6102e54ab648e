extension Schema {
    /// Acts of users and rules: rows are added, never changed, and outlive the study that they are about.
    static let actsMigration = """
        CREATE TABLE act (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            actor TEXT NOT NULL CHECK (actor <> ''),
            kind TEXT NOT NULL CHECK (kind <> ''),
            studyInstanceUID TEXT,
            patientID TEXT,
            patientName TEXT,
            detail TEXT NOT NULL CHECK (json_valid(detail))
        );
        CREATE INDEX actOfStudy ON act(studyInstanceUID, id) WHERE studyInstanceUID IS NOT NULL;
        CREATE TRIGGER actChanged BEFORE UPDATE ON act
        BEGIN SELECT RAISE(ABORT, 'an act stays on record as it is'); END;
        CREATE TRIGGER actRemoved BEFORE DELETE ON act
        BEGIN SELECT RAISE(ABORT, 'an act stays on record'); END;
        """
}
