extension Schema {
    /// Adds the attention of a draft's sentences (`DraftAttention`; null in earlier drafts), and the first impressions of
    /// reviewers who read a study before its draft was shown (`FirstImpression`).
    ///
    /// `statedFindings` and `draftFindings` have a bit for each of CheXpert's findings that the text states (`FindingSet`);
    /// `statedFindings` is null without a text, and for a text that the labeler cannot read.
    static let readingMigration = """
        ALTER TABLE draft ADD COLUMN attention TEXT CHECK (attention IS NULL OR json_valid(attention));

        CREATE TABLE firstImpression (
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            login TEXT NOT NULL CHECK (login <> ''),
            assessment TEXT NOT NULL CHECK (assessment IN ('normal', 'abnormal')),
            text TEXT NOT NULL CHECK (length(CAST(text AS BLOB)) <= 65536),
            statedFindings INTEGER,
            draftFindings INTEGER NOT NULL,
            recordedAt INTEGER NOT NULL,
            PRIMARY KEY (workItemRow, revision, login)
        ) WITHOUT ROWID;
        CREATE INDEX firstImpressionRecorded ON firstImpression(recordedAt);
        CREATE TRIGGER firstImpressionKept BEFORE UPDATE ON firstImpression
        BEGIN SELECT RAISE(ABORT, 'a first impression stays as it was recorded'); END;
        """
}
