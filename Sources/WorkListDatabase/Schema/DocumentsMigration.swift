extension Schema {
    /// The documents of a draft, by form. Earlier drafts have only their Basic Text SR.
    static let documentsMigration = """
        CREATE TABLE draftDocument (
            draftRow INTEGER NOT NULL REFERENCES draft(id) ON DELETE CASCADE,
            form TEXT NOT NULL,
            instanceRow INTEGER NOT NULL UNIQUE REFERENCES instance(id),
            PRIMARY KEY (draftRow, form)
        ) WITHOUT ROWID;
        INSERT INTO draftDocument (draftRow, form, instanceRow) SELECT id, 'basic-text-sr', instanceRow FROM draft;
        """
}
