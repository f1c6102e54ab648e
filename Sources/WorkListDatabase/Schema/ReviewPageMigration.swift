extension Schema {
    /// Adds unsigned text of reviewers, what they looked at before signing, verdicts that can be withdrawn for some seconds,
    /// the findings of the latest draft, macros and display checks of users, and an index for each list of the review page.
    ///
    /// `draftFindings` and `signedFindings` have a bit for each of CheXpert's findings that the text states (`FindingSet`).
    /// `undoUntil` is the time until which a verdict can be withdrawn; null when it is final. A withdrawn verdict leaves
    /// `review`; `withdrawnReview` keeps its id, so that no other verdict gets it.
    ///
    /// The documents of a rejected draft are withdrawn at once. While the rejection can itself be withdrawn,
    /// `pendingWithdrawal` lists them: their deliveries wait, and are dropped when the rejection is final; a withdrawn
    /// rejection gives them back.
    static let reviewPageMigration = """
        CREATE TABLE reviewNote (
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            login TEXT NOT NULL CHECK (login <> ''),
            revision INTEGER NOT NULL CHECK (revision >= 1),
            findings TEXT NOT NULL,
            impression TEXT NOT NULL,
            savedAt INTEGER NOT NULL,
            PRIMARY KEY (workItemRow, login),
            CHECK (length(CAST(findings AS BLOB)) + length(CAST(impression AS BLOB)) <= 65536)
        ) WITHOUT ROWID;

        ALTER TABLE review ADD COLUMN attention TEXT CHECK (attention IS NULL OR json_valid(attention));
        ALTER TABLE review ADD COLUMN undoUntil INTEGER CHECK (undoUntil IS NULL OR undoUntil > signedAt);
        ALTER TABLE review ADD COLUMN draftFindings INTEGER;
        ALTER TABLE review ADD COLUMN signedFindings INTEGER;
        CREATE INDEX reviewUndoable ON review(undoUntil) WHERE undoUntil IS NOT NULL;
        DROP TRIGGER reviewKept;
        CREATE TRIGGER reviewKept BEFORE UPDATE OF workItemRow, draftRow, revision, verdict, login, name, organization,
            codeValue, codingScheme, codeMeaning, text, reason, comment, openedAt, signedAt, editDistance,
            returnedInstanceRow, attention, draftFindings, signedFindings ON review
        BEGIN SELECT RAISE(ABORT, 'a verdict stays as it was signed'); END;

        CREATE TABLE withdrawnReview (
            id INTEGER PRIMARY KEY,
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            revision INTEGER NOT NULL CHECK (revision >= 1),
            verdict TEXT NOT NULL CHECK (verdict IN ('accepted', 'edited', 'rejected', 'addended')),
            login TEXT NOT NULL CHECK (login <> ''),
            signedAt INTEGER NOT NULL,
            withdrawnAt INTEGER NOT NULL CHECK (withdrawnAt >= signedAt)
        );
        CREATE INDEX withdrawnReviewOfItem ON withdrawnReview(workItemRow);

        DROP TRIGGER draftRejected;
        CREATE TRIGGER draftRejected AFTER INSERT ON review WHEN NEW.verdict = 'rejected' AND NEW.undoUntil IS NULL
        BEGIN
            UPDATE instance SET isWithdrawn = 1
            WHERE id IN (SELECT draftDocument.instanceRow FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
                WHERE draft.workItemRow = NEW.workItemRow AND draft.revision <= NEW.revision
                    AND NOT EXISTS (SELECT 1 FROM review
                        WHERE review.draftRow = draft.id AND review.verdict IN ('accepted', 'edited')));
        END;
        CREATE TABLE pendingWithdrawal (
            instanceRow INTEGER PRIMARY KEY REFERENCES instance(id) ON DELETE CASCADE,
            reviewRow INTEGER NOT NULL REFERENCES review(id) ON DELETE CASCADE
        );
        CREATE INDEX pendingWithdrawalByReview ON pendingWithdrawal(reviewRow);
        CREATE TRIGGER rejectionPending AFTER INSERT ON review
        WHEN NEW.verdict = 'rejected' AND NEW.undoUntil IS NOT NULL
        BEGIN
            INSERT INTO pendingWithdrawal (instanceRow, reviewRow)
                SELECT instance.id, NEW.id FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
                    JOIN instance ON instance.id = draftDocument.instanceRow
                WHERE draft.workItemRow = NEW.workItemRow AND draft.revision <= NEW.revision
                    AND NOT instance.isWithdrawn AND NOT EXISTS (SELECT 1 FROM review
                        WHERE review.draftRow = draft.id AND review.verdict IN ('accepted', 'edited'));
            UPDATE instance SET isWithdrawn = 1
            WHERE id IN (SELECT instanceRow FROM pendingWithdrawal WHERE reviewRow = NEW.id);
        END;
        CREATE TRIGGER rejectionFinal AFTER UPDATE OF undoUntil ON review
        WHEN NEW.verdict = 'rejected' AND OLD.undoUntil IS NOT NULL AND NEW.undoUntil IS NULL
        BEGIN
            DELETE FROM outbox WHERE state IN ('queued', 'deferred', 'failed')
                AND instanceRow IN (SELECT instanceRow FROM pendingWithdrawal WHERE reviewRow = NEW.id);
            DELETE FROM pendingWithdrawal WHERE reviewRow = NEW.id;
        END;
        CREATE TRIGGER rejectionWithdrawn BEFORE DELETE ON review
        WHEN OLD.verdict = 'rejected' AND OLD.undoUntil IS NOT NULL
        BEGIN
            UPDATE series SET isWithdrawn = 0 WHERE id IN (SELECT instance.seriesRow
                FROM pendingWithdrawal JOIN instance ON instance.id = pendingWithdrawal.instanceRow
                WHERE pendingWithdrawal.reviewRow = OLD.id);
            UPDATE instance SET isWithdrawn = 0
            WHERE id IN (SELECT instanceRow FROM pendingWithdrawal WHERE reviewRow = OLD.id);
        END;
        DROP TRIGGER instanceWithdrawn;
        CREATE TRIGGER instanceWithdrawn AFTER UPDATE OF isWithdrawn ON instance WHEN NEW.isWithdrawn
        BEGIN
            UPDATE series SET isWithdrawn = 1 WHERE id = NEW.seriesRow
                AND NOT EXISTS (SELECT 1 FROM instance WHERE seriesRow = NEW.seriesRow AND NOT isWithdrawn);
            DELETE FROM outbox WHERE instanceRow = NEW.id AND state IN ('queued', 'deferred', 'failed')
                AND NOT EXISTS (SELECT 1 FROM pendingWithdrawal WHERE pendingWithdrawal.instanceRow = NEW.id);
        END;
        DROP TRIGGER sendingWithdrawn;
        CREATE TRIGGER sendingWithdrawn AFTER INSERT ON outboxHistory
        WHEN NEW.fromState IN ('sending', 'delivered') AND NEW.toState IN ('queued', 'deferred', 'failed')
        BEGIN
            DELETE FROM outbox WHERE id = NEW.outboxRow
                AND (SELECT isWithdrawn FROM instance WHERE id = outbox.instanceRow)
                AND NOT EXISTS (SELECT 1 FROM pendingWithdrawal WHERE pendingWithdrawal.instanceRow = outbox.instanceRow);
        END;

        DROP TRIGGER workItemTransition;
        CREATE TRIGGER workItemTransition BEFORE UPDATE OF state ON workItem
        WHEN OLD.state <> NEW.state AND NEW.state <> 'collecting' AND (OLD.state, NEW.state) NOT IN (
            VALUES ('collecting', 'queued'), ('collecting', 'ineligible'), ('queued', 'drafting'),
                ('drafting', 'drafted'), ('drafting', 'queued'), ('drafting', 'failed'), ('failed', 'queued'),
                ('drafted', 'inReview'), ('inReview', 'drafted'), ('inReview', 'accepted'), ('inReview', 'edited'),
                ('inReview', 'rejected'), ('drafted', 'queued'), ('accepted', 'queued'), ('edited', 'queued'),
                ('rejected', 'queued'), ('ineligible', 'queued'),
                ('accepted', 'inReview'), ('edited', 'inReview'), ('rejected', 'inReview'))
        BEGIN SELECT RAISE(ABORT, 'a work item does not change that way'); END;

        CREATE TABLE draftFinding (
            workItemRow INTEGER NOT NULL REFERENCES workItem(id) ON DELETE CASCADE,
            finding TEXT NOT NULL COLLATE NOCASE,
            degree TEXT NOT NULL CHECK (degree IN ('present', 'possible')),
            PRIMARY KEY (workItemRow, finding)
        ) WITHOUT ROWID;
        INSERT OR IGNORE INTO draftFinding (workItemRow, finding, degree)
            SELECT draft.workItemRow, finding.value ->> 'label',
                iif(finding.value ->> 'probability' < ifnull(finding.value ->> 'presentThreshold',
                    finding.value ->> 'threshold'), 'possible', 'present')
            FROM draft, json_each(draft.report, '$.probabilities') AS finding
            WHERE finding.value ->> 'probability' >= finding.value ->> 'threshold'
                AND json_extract(draft.report, '$.abstention') IS NULL
                AND NOT EXISTS (SELECT 1 FROM draft AS later
                    WHERE later.workItemRow = draft.workItemRow AND later.revision > draft.revision);
        CREATE INDEX draftFindingByName ON draftFinding(finding, workItemRow);
        CREATE TRIGGER draftFound AFTER INSERT ON draft
        BEGIN
            DELETE FROM draftFinding WHERE workItemRow = NEW.workItemRow;
            INSERT OR IGNORE INTO draftFinding (workItemRow, finding, degree)
                SELECT NEW.workItemRow, finding.value ->> 'label',
                    iif(finding.value ->> 'probability' < ifnull(finding.value ->> 'presentThreshold',
                        finding.value ->> 'threshold'), 'possible', 'present')
                FROM json_each(NEW.report, '$.probabilities') AS finding
                WHERE finding.value ->> 'probability' >= finding.value ->> 'threshold'
                    AND json_extract(NEW.report, '$.abstention') IS NULL;
        END;

        CREATE TABLE textMacro (
            login TEXT NOT NULL REFERENCES user(login) ON DELETE CASCADE,
            name TEXT NOT NULL COLLATE NOCASE CHECK (name <> ''),
            text TEXT NOT NULL CHECK (text <> ''),
            PRIMARY KEY (login, name),
            CHECK (length(CAST(name AS BLOB)) <= 128 AND length(CAST(text AS BLOB)) <= 16384)
        ) WITHOUT ROWID;
        CREATE TABLE displayCheck (
            login TEXT NOT NULL REFERENCES user(login) ON DELETE CASCADE,
            browser TEXT NOT NULL CHECK (browser <> ''),
            screen TEXT NOT NULL,
            hasPassed INTEGER NOT NULL CHECK (hasPassed IN (0, 1)),
            checkedAt INTEGER NOT NULL,
            PRIMARY KEY (login, browser)
        ) WITHOUT ROWID;

        CREATE INDEX workItemToReview ON workItem(priority DESC, id) WHERE state IN ('drafted', 'inReview');
        CREATE INDEX workItemSigned ON workItem(changedAt DESC, id DESC) WHERE state IN ('accepted', 'edited');
        CREATE INDEX draftCreated ON draft(createdAt);
        """
}
