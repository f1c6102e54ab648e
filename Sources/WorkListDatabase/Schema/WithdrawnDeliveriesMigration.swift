extension Schema {
    /// Records an act when the delivery of a withdrawn document is deleted after an attempt, because the destination may have
    /// the document. A delivery that was never tried leaves no act, because nothing was sent. When a
    /// study is removed, its instances are deleted before their deliveries, so that the trigger finds nothing to record.
    static let withdrawnDeliveriesMigration = """
        CREATE TRIGGER deliveryWithdrawn BEFORE DELETE ON outbox
        WHEN OLD.state <> 'delivered' AND (SELECT isWithdrawn FROM instance WHERE id = OLD.instanceRow)
            AND EXISTS (SELECT 1 \(attempts))
        BEGIN
            INSERT INTO act (at, actor, kind, studyInstanceUID, patientID, patientName, detail)
            SELECT CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER), 'delivery', 'deliveryWithdrawn',
                study.studyInstanceUID, study.patientID, study.patientName,
                json_patch('{}', json_object('delivery', CAST(OLD.id AS TEXT), 'destination', OLD.destination,
                    'attempts', CAST((SELECT count(*) \(attempts)) AS TEXT),
                    'outcome', CASE
                        WHEN EXISTS (SELECT 1 FROM outboxHistory WHERE outboxRow = OLD.id AND toState = 'delivered')
                            THEN 'delivered'
                        WHEN (SELECT ended.toState \(attempts) ORDER BY ended.id DESC LIMIT 1) = 'queued' THEN 'unknown'
                        ELSE 'not delivered' END,
                    'reason', OLD.reason))
            FROM instance JOIN series ON series.id = instance.seriesRow JOIN study ON study.id = series.studyRow
            WHERE instance.id = OLD.instanceRow;
        END;
        """

    /// The ends of attempts of the deleted delivery. A claim that was handed back does not count: its attempt number is restored.
    private static let attempts = """
        FROM outboxHistory AS ended WHERE ended.outboxRow = OLD.id AND ended.fromState = 'sending'
            AND NOT (ended.toState = 'queued' AND ended.attempt < (SELECT claimed.attempt FROM outboxHistory AS claimed
                WHERE claimed.outboxRow = OLD.id AND claimed.id < ended.id ORDER BY claimed.id DESC LIMIT 1))
        """
}
