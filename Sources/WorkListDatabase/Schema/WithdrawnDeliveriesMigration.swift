extension Schema {
    /// A delivery that was tried before its document was withdrawn is recorded as an act when its row goes: the destination may
    /// have the document. A delivery that was never tried goes without a trace, as nothing was sent. The rows of a study that is
    /// removed go after its instances, so that the trigger does not see them.
    static let withdrawnDeliveriesMigration = """
        CREATE TRIGGER deliveryWithdrawn BEFORE DELETE ON outbox
        WHEN OLD.state <> 'delivered' AND (SELECT isWithdrawn FROM instance WHERE id = OLD.instanceRow)
            AND EXISTS (SELECT 1 FROM outboxHistory WHERE outboxRow = OLD.id)
        BEGIN
            INSERT INTO act (at, actor, kind, studyInstanceUID, patientID, patientName, detail)
            SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), 'delivery', 'deliveryWithdrawn',
                study.studyInstanceUID, study.patientID, study.patientName,
                json_patch('{}', json_object('delivery', CAST(OLD.id AS TEXT), 'destination', OLD.destination,
                    'attempts', CAST((SELECT count(*) FROM outboxHistory
                        WHERE outboxRow = OLD.id AND toState = 'sending') AS TEXT),
                    'outcome', CASE
                        WHEN EXISTS (SELECT 1 FROM outboxHistory WHERE outboxRow = OLD.id AND toState = 'delivered')
                            THEN 'delivered'
                        WHEN (SELECT fromState || ' ' || toState FROM outboxHistory
                            WHERE outboxRow = OLD.id ORDER BY id DESC LIMIT 1) = 'sending queued' THEN 'unknown'
                        ELSE 'not delivered' END,
                    'reason', OLD.reason))
            FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
            WHERE instance.id = OLD.instanceRow;
        END;
        """
}
