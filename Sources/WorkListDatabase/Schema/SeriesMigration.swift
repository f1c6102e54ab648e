extension Schema {
    /// A series belongs to its study: some devices use a Series Instance UID in several studies, and their images are kept.
    ///
    /// The table is made again because SQLite cannot drop a column's UNIQUE. The unique index begins with the UID, by which
    /// series are found.
    static let seriesMigration = """
        CREATE TABLE newSeries (
            id INTEGER PRIMARY KEY,
            studyRow INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
            seriesInstanceUID TEXT NOT NULL,
            modality TEXT, seriesNumber INTEGER, seriesDescription TEXT,
            seriesDate TEXT, seriesTime TEXT, requestedProcedureID TEXT, scheduledProcedureStepID TEXT,
            UNIQUE (seriesInstanceUID, studyRow)
        );
        INSERT INTO newSeries (id, studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate,
            seriesTime, requestedProcedureID, scheduledProcedureStepID)
        SELECT id, studyRow, seriesInstanceUID, modality, seriesNumber, seriesDescription, seriesDate, seriesTime,
            requestedProcedureID, scheduledProcedureStepID
        FROM series;
        DROP TABLE series;
        ALTER TABLE newSeries RENAME TO series;
        CREATE INDEX seriesByStudy ON series(studyRow, modality);
        CREATE INDEX seriesByModality ON series(modality, studyRow);
        """
}
