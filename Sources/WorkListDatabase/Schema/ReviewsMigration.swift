extension Schema {
    /// Users, claims of reviewers, verdicts with the signed text, changes to sentences, and signed reports that
    /// workstations sent back.
    ///
    /// A claim ends when the study leaves its state, for any reason. Only the state of a review's documents may change;
    /// the rest of a review is never changed.
    static let reviewsMigration = """
        CREATE TABLE user (
            login TEXT NOT NULL PRIMARY KEY
                CHECK (length(login) BETWEEN 1 AND 64 AND login NOT GLOB '*[^!-~]*'),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 194),
            organization TEXT NOT NULL CHECK (length(organization) BETWEEN 1 AND 64),
            codeValue TEXT CHECK (length(codeValue) BETWEEN 1 AND 16),
            codingScheme TEXT CHECK (length(codingScheme) BETWEEN 1 AND 16),
            codeMeaning TEXT CHECK (length(codeMeaning) BETWEEN 1 AND 64),
            role TEXT NOT NULL CHECK (role IN ('reviewer', 'administrator')),
            isDisabled INTEGER NOT NULL DEFAULT 0 CHECK (isDisabled IN (0, 1)),
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            CHECK ((codeValue IS NULL) = (codingScheme IS NULL) AND (codeValue IS NULL) = (codeMeaning IS NULL))
        ) WITHOUT ROWID;

        CREATE TABLE reviewClaim (
            workItemRow INTEGER PRIMARY KEY REFERENCES workItem(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            login TEXT NOT NULL CHECK (login <> ''),
            name TEXT NOT NULL,
            openedAt INTEGER NOT NULL,
            expiresAt INTEGER NOT NULL,
            CHECK (expiresAt > openedAt)
        );
        CREATE INDEX reviewClaimExpiry ON reviewClaim(expiresAt);
        CREATE TRIGGER reviewEnded AFTER UPDATE OF state ON workItem
        WHEN OLD.state = 'inReview' AND NEW.state <> 'inReview'
        BEGIN DELETE FROM reviewClaim WHERE workItemRow = NEW.id; END;

        CREATE TABLE review (
            id INTEGER PRIMARY KEY,
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            draftRow INTEGER NOT NULL REFERENCES draft(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'edited', 'rejected', 'addended')),
            login TEXT NOT NULL CHECK (login <> ''),
            name TEXT NOT NULL CHECK (name <> ''),
            organization TEXT NOT NULL,
            codeValue TEXT, codingScheme TEXT, codeMeaning TEXT,
            text TEXT CHECK (text IS NULL OR json_valid(text) AND json_type(text, '$.findings') = 'array'
                AND json_type(text, '$.impression') = 'array'),
            reason TEXT CHECK (reason IN ('quality', 'patient-safety', 'wrong-worklist-entry')),
            comment TEXT,
            openedAt INTEGER NOT NULL,
            signedAt INTEGER NOT NULL,
            editDistance INTEGER CHECK (editDistance >= 0),
            documentState TEXT NOT NULL DEFAULT 'pending'
                CHECK (documentState IN ('pending', 'writing', 'written', 'failed', 'returned')),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND 3),
            notBefore INTEGER NOT NULL,
            claimant INTEGER,
            claimedAt INTEGER,
            documentReason TEXT,
            returnedInstanceRow INTEGER UNIQUE REFERENCES instance(id) ON DELETE CASCADE,
            CHECK (openedAt <= signedAt),
            CHECK ((codeValue IS NULL) = (codingScheme IS NULL) AND (codeValue IS NULL) = (codeMeaning IS NULL)),
            CHECK ((verdict = 'rejected') = (text IS NULL)),
            CHECK ((verdict = 'rejected') = (reason IS NOT NULL)),
            CHECK (CASE verdict WHEN 'accepted' THEN editDistance IS 0 WHEN 'edited' THEN 1 ELSE editDistance IS NULL END),
            CHECK ((documentState = 'writing') = (claimant IS NOT NULL)),
            CHECK ((claimant IS NULL) = (claimedAt IS NULL)),
            CHECK (documentState <> 'failed' OR documentReason IS NOT NULL),
            CHECK ((documentState = 'returned') = (returnedInstanceRow IS NOT NULL))
        );
        CREATE INDEX reviewDue ON review(notBefore, id) WHERE documentState = 'pending';
        CREATE INDEX reviewWriting ON review(claimedAt) WHERE documentState = 'writing';
        CREATE INDEX reviewOfItem ON review(workItemRow, id);
        CREATE INDEX reviewOfDraft ON review(draftRow);
        CREATE INDEX reviewSigned ON review(signedAt, id);
        CREATE UNIQUE INDEX reviewVerdict ON review(draftRow)
            WHERE verdict <> 'addended' AND documentState <> 'returned';
        CREATE TRIGGER reviewKept BEFORE UPDATE OF workItemRow, draftRow, revision, verdict, login, name, organization,
            codeValue, codingScheme, codeMeaning, text, reason, comment, openedAt, signedAt, editDistance,
            returnedInstanceRow ON review
        BEGIN SELECT RAISE(ABORT, 'a verdict stays as it was signed'); END;
        CREATE TRIGGER reviewTransition BEFORE UPDATE OF documentState ON review
        WHEN OLD.documentState <> NEW.documentState AND (OLD.documentState, NEW.documentState) NOT IN (
            VALUES ('pending', 'writing'), ('writing', 'pending'), ('writing', 'written'), ('writing', 'failed'),
                ('failed', 'pending'))
        BEGIN SELECT RAISE(ABORT, 'the documents of a review do not change that way'); END;

        CREATE TABLE reviewDocument (
            reviewRow INTEGER NOT NULL REFERENCES review(id) ON DELETE CASCADE,
            form TEXT NOT NULL CHECK (form <> ''),
            instanceRow INTEGER NOT NULL UNIQUE REFERENCES instance(id) ON DELETE CASCADE,
            PRIMARY KEY (reviewRow, form)
        ) WITHOUT ROWID;

        CREATE TABLE reviewSentence (
            reviewRow INTEGER NOT NULL REFERENCES review(id) ON DELETE CASCADE,
            position INTEGER NOT NULL CHECK (position >= 0),
            change TEXT NOT NULL CHECK (change IN ('kept', 'changed', 'removed', 'added')),
            section TEXT NOT NULL CHECK (section IN ('findings', 'impression')),
            draftSentence INTEGER CHECK (draftSentence >= 0),
            finding TEXT,
            PRIMARY KEY (reviewRow, position),
            CHECK ((change = 'added') = (draftSentence IS NULL))
        ) WITHOUT ROWID;

        CREATE TABLE returnedReport (
            id INTEGER PRIMARY KEY,
            instanceRow INTEGER NOT NULL UNIQUE REFERENCES instance(id) ON DELETE CASCADE,
            state TEXT NOT NULL DEFAULT 'pending'
                CHECK (state IN ('pending', 'reading', 'signs', 'unrelated', 'unreadable')),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND 3),
            notBefore INTEGER NOT NULL,
            claimant INTEGER,
            claimedAt INTEGER,
            reason TEXT,
            reviewRow INTEGER REFERENCES review(id) ON DELETE CASCADE,
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            CHECK ((state = 'reading') = (claimant IS NOT NULL)),
            CHECK ((claimant IS NULL) = (claimedAt IS NULL)),
            CHECK (state <> 'unreadable' OR reason IS NOT NULL),
            CHECK ((state = 'signs') = (reviewRow IS NOT NULL))
        );
        CREATE INDEX returnedReportDue ON returnedReport(notBefore, id) WHERE state = 'pending';
        CREATE INDEX returnedReportReading ON returnedReport(claimedAt) WHERE state = 'reading';
        CREATE TRIGGER returnedReportTransition BEFORE UPDATE OF state ON returnedReport
        WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            VALUES ('pending', 'reading'), ('reading', 'pending'), ('reading', 'signs'), ('reading', 'unrelated'),
                ('reading', 'unreadable'))
        BEGIN SELECT RAISE(ABORT, 'a returned report does not change that way'); END;
        """
}
