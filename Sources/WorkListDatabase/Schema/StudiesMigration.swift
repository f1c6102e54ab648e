extension Schema {
    /// Studies with their series and instances, work items with their history, drafts, quarantine and incidents.
    static let studiesMigration = """
        CREATE TABLE study (
            id INTEGER PRIMARY KEY,
            studyInstanceUID TEXT NOT NULL UNIQUE,
            patientID TEXT, patientName TEXT, patientBirthDate TEXT, patientSex TEXT,
            accessionNumber TEXT, studyID TEXT, studyDate TEXT, studyTime TEXT, studyDescription TEXT,
            referringPhysicianName TEXT
        );
        CREATE INDEX studyByPatientID ON study(patientID);
        CREATE INDEX studyByPatientName ON study(patientName COLLATE NOCASE);
        CREATE INDEX studyByAccessionNumber ON study(accessionNumber);
        CREATE INDEX studyByStudyDate ON study(studyDate);

        CREATE TABLE series (
            id INTEGER PRIMARY KEY,
            studyRow INTEGER NOT NULL REFERENCES study(id) ON DELETE CASCADE,
            seriesInstanceUID TEXT NOT NULL UNIQUE,
            modality TEXT, seriesNumber INTEGER, seriesDescription TEXT
        );
        CREATE INDEX seriesByStudy ON series(studyRow);

        CREATE TABLE instance (
            id INTEGER PRIMARY KEY,
            seriesRow INTEGER NOT NULL REFERENCES series(id) ON DELETE CASCADE,
            sopInstanceUID TEXT NOT NULL UNIQUE,
            sopClassUID TEXT NOT NULL,
            transferSyntaxUID TEXT NOT NULL,
            instanceNumber INTEGER, rows INTEGER, columns INTEGER, numberOfFrames INTEGER,
            bodyPartExamined TEXT, anatomicRegion TEXT, viewPosition TEXT, protocolName TEXT,
            path TEXT NOT NULL UNIQUE,
            byteCount INTEGER NOT NULL CHECK (byteCount > 0),
            sha256 BLOB NOT NULL CHECK (length(sha256) = 32),
            origin TEXT NOT NULL CHECK (origin IN ('received', 'produced')),
            callingAETitle TEXT,
            isEligible INTEGER NOT NULL DEFAULT 0 CHECK (isEligible IN (0, 1)),
            storedAt INTEGER NOT NULL
        );
        CREATE INDEX instanceBySeries ON instance(seriesRow);

        CREATE TABLE workItem (
            id INTEGER PRIMARY KEY,
            studyRow INTEGER NOT NULL UNIQUE REFERENCES study(id) ON DELETE CASCADE,
            state TEXT NOT NULL CHECK (state IN ('collecting', 'queued', 'drafting', 'drafted', 'inReview',
                'accepted', 'edited', 'rejected', 'failed', 'ineligible')),
            revision INTEGER NOT NULL DEFAULT 1 CHECK (revision >= 1),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND 3),
            notBefore INTEGER NOT NULL,
            claimant INTEGER,
            claimedAt INTEGER,
            reason TEXT,
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            CHECK ((state = 'drafting') = (claimant IS NOT NULL)),
            CHECK ((claimant IS NULL) = (claimedAt IS NULL)),
            CHECK (state NOT IN ('failed', 'ineligible') OR reason IS NOT NULL)
        );
        CREATE INDEX workItemDue ON workItem(state, notBefore, id);
        CREATE INDEX workItemChanged ON workItem(changedAt, id);

        CREATE TRIGGER workItemTransition BEFORE UPDATE OF state ON workItem
        WHEN OLD.state <> NEW.state AND NEW.state <> 'collecting' AND (OLD.state, NEW.state) NOT IN (
            VALUES ('collecting', 'queued'), ('collecting', 'ineligible'), ('queued', 'drafting'),
                ('drafting', 'drafted'), ('drafting', 'queued'), ('drafting', 'failed'), ('failed', 'queued'),
                ('drafted', 'inReview'), ('inReview', 'drafted'), ('inReview', 'accepted'), ('inReview', 'edited'),
                ('inReview', 'rejected'))
        BEGIN SELECT RAISE(ABORT, 'a work item does not change that way'); END;

        CREATE TABLE workItemHistory (
            id INTEGER PRIMARY KEY,
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            fromState TEXT NOT NULL,
            toState TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            revision INTEGER NOT NULL,
            reason TEXT
        );
        CREATE INDEX workItemHistoryByItem ON workItemHistory(workItemRow, id);
        CREATE TRIGGER workItemRecord AFTER UPDATE OF state ON workItem WHEN OLD.state <> NEW.state
        BEGIN
            INSERT INTO workItemHistory (workItemRow, at, fromState, toState, attempt, revision, reason)
            VALUES (NEW.id, NEW.changedAt, OLD.state, NEW.state, NEW.attempt, NEW.revision, NEW.reason);
        END;

        CREATE TABLE draft (
            id INTEGER PRIMARY KEY,
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL,
            instanceRow INTEGER NOT NULL UNIQUE REFERENCES instance(id),
            report TEXT NOT NULL CHECK (json_valid(report)),
            modelName TEXT NOT NULL, modelVersion TEXT NOT NULL, weightsSHA256 TEXT NOT NULL,
            stageSeconds TEXT NOT NULL CHECK (json_valid(stageSeconds)),
            createdAt INTEGER NOT NULL,
            UNIQUE (workItemRow, revision)
        );

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            sopInstanceUID TEXT NOT NULL,
            path TEXT NOT NULL UNIQUE,
            sha256 BLOB NOT NULL,
            callingAETitle TEXT,
            reason TEXT NOT NULL
        );

        CREATE TABLE incident (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            source TEXT NOT NULL,
            message TEXT NOT NULL,
            hint TEXT NOT NULL
        );
        """
}
