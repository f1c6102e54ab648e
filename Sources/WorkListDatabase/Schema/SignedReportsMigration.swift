extension Schema {
    /// Signed reports that peers send back: which peer sent one and whether it may sign, reports that wait for a person
    /// to confirm them or that were set aside, and one verdict for each draft.
    ///
    /// The table is made again because the check of its states cannot be changed. Reports that an earlier version has
    /// not read yet came from a peer whose permission is unknown, so they decide nothing.
    ///
    /// Verdicts that an earlier version recorded beside the first one stay, hence a trigger and no unique index.
    static let signedReportsMigration = """
        CREATE TABLE newReturnedReport (
            id INTEGER PRIMARY KEY,
            instanceRow INTEGER NOT NULL UNIQUE REFERENCES instance(id) ON DELETE CASCADE,
            peer TEXT CHECK (peer <> ''),
            maySign INTEGER NOT NULL DEFAULT 0 CHECK (maySign IN (0, 1)),
            state TEXT NOT NULL DEFAULT 'pending' CHECK (
                state IN ('pending', 'reading', 'waiting', 'signs', 'setAside', 'unrelated', 'unreadable')),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt BETWEEN 0 AND 3),
            notBefore INTEGER NOT NULL,
            claimant INTEGER,
            claimedAt INTEGER,
            reason TEXT,
            statement TEXT CHECK (statement IS NULL OR json_valid(statement)),
            reviewRow INTEGER REFERENCES review(id) ON DELETE CASCADE,
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            CHECK ((state = 'reading') = (claimant IS NOT NULL)),
            CHECK ((claimant IS NULL) = (claimedAt IS NULL)),
            CHECK (state NOT IN ('unreadable', 'waiting', 'setAside') OR reason IS NOT NULL),
            CHECK (state <> 'waiting' OR statement IS NOT NULL),
            CHECK ((state = 'signs') = (reviewRow IS NOT NULL))
        );
        INSERT INTO newReturnedReport (id, instanceRow, state, attempt, notBefore, claimant, claimedAt, reason,
            reviewRow, createdAt, changedAt)
        SELECT id, instanceRow, state, attempt, notBefore, claimant, claimedAt, reason, reviewRow, createdAt, changedAt
        FROM returnedReport;
        DROP TABLE returnedReport;
        ALTER TABLE newReturnedReport RENAME TO returnedReport;
        CREATE INDEX returnedReportDue ON returnedReport(maySign, notBefore, id) WHERE state = 'pending';
        CREATE INDEX returnedReportReading ON returnedReport(claimedAt) WHERE state = 'reading';
        CREATE INDEX returnedReportKept ON returnedReport(state, id) WHERE state IN ('waiting', 'setAside');
        CREATE INDEX returnedReportOfReview ON returnedReport(reviewRow) WHERE reviewRow IS NOT NULL;
        CREATE TRIGGER returnedReportTransition BEFORE UPDATE OF state ON returnedReport
        WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            VALUES ('pending', 'reading'), ('reading', 'pending'), ('reading', 'signs'), ('reading', 'waiting'),
                ('reading', 'setAside'), ('reading', 'unrelated'), ('reading', 'unreadable'), ('waiting', 'signs'),
                ('waiting', 'setAside'))
        BEGIN SELECT RAISE(ABORT, 'a returned report does not change that way'); END;

        CREATE TRIGGER reviewOnce BEFORE INSERT ON review
        WHEN NEW.verdict <> 'addended' AND EXISTS (
            SELECT 1 FROM review WHERE draftRow = NEW.draftRow AND verdict <> 'addended')
        BEGIN SELECT RAISE(ABORT, 'a draft has one verdict'); END;
        """
}
