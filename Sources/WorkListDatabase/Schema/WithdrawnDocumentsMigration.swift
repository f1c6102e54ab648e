extension Schema {
    /// Documents of a rejected draft, and of earlier drafts of its study that nobody has decided on, are withdrawn: they stay
    /// stored, but no query finds them, no retrieval has them, and what of them still waits to be delivered, or would be
    /// delivered again, is not. A series without any other object is withdrawn with them.
    static let withdrawnDocumentsMigration = """
        ALTER TABLE instance ADD COLUMN isWithdrawn INTEGER NOT NULL DEFAULT 0 CHECK (isWithdrawn IN (0, 1));
        ALTER TABLE series ADD COLUMN isWithdrawn INTEGER NOT NULL DEFAULT 0 CHECK (isWithdrawn IN (0, 1));

        CREATE TRIGGER instanceWithdrawn AFTER UPDATE OF isWithdrawn ON instance WHEN NEW.isWithdrawn
        BEGIN
            UPDATE series SET isWithdrawn = 1 WHERE id = NEW.seriesRow
                AND NOT EXISTS (SELECT 1 FROM instance WHERE seriesRow = NEW.seriesRow AND NOT isWithdrawn);
            DELETE FROM outbox WHERE instanceRow = NEW.id AND state IN ('queued', 'deferred', 'failed');
        END;
        CREATE TRIGGER seriesContinued AFTER INSERT ON instance
        BEGIN UPDATE series SET isWithdrawn = 0 WHERE id = NEW.seriesRow AND isWithdrawn; END;
        CREATE TRIGGER sendingWithdrawn AFTER INSERT ON outboxHistory
        WHEN NEW.fromState IN ('sending', 'delivered') AND NEW.toState IN ('queued', 'deferred', 'failed')
        BEGIN
            DELETE FROM outbox WHERE id = NEW.outboxRow
                AND (SELECT isWithdrawn FROM instance WHERE id = outbox.instanceRow);
        END;
        CREATE TRIGGER draftRejected AFTER INSERT ON review WHEN NEW.verdict = 'rejected'
        BEGIN
            UPDATE instance SET isWithdrawn = 1
            WHERE id IN (SELECT draftDocument.instanceRow FROM draft JOIN draftDocument ON draftDocument.draftRow = draft.id
                WHERE draft.workItemRow = NEW.workItemRow AND draft.revision <= NEW.revision
                    AND NOT EXISTS (SELECT 1 FROM review
                        WHERE review.draftRow = draft.id AND review.verdict IN ('accepted', 'edited')));
        END;

        UPDATE instance SET isWithdrawn = 1 WHERE id IN (SELECT draftDocument.instanceRow FROM review AS rejection
            JOIN draft ON draft.workItemRow = rejection.workItemRow AND draft.revision <= rejection.revision
            JOIN draftDocument ON draftDocument.draftRow = draft.id
            WHERE rejection.verdict = 'rejected' AND NOT EXISTS (SELECT 1 FROM review
                WHERE review.draftRow = draft.id AND review.verdict IN ('accepted', 'edited')));
        """
}
