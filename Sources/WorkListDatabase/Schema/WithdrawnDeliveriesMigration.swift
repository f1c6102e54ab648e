extension Schema {
    /// Records an act when the row of a delivery is deleted that was tried before its document was withdrawn, because the
    /// destination may have the document. A delivery that was never tried leaves no act, because nothing was sent. When a
    /// study is removed, its instances are deleted before their deliveries, so that the trigger finds nothing to record.
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
