extension Schema {
    /// What an incident is about, and when that was over. A cause that a row shows is closed by the row itself: a draft that
    /// is written, documents that are written, a report that is decided, deliveries that have no failed row left. Whatever
    /// a study had is closed when the study is removed.
    static let incidentCausesMigration = """
        ALTER TABLE incident ADD COLUMN studyInstanceUID TEXT;
        ALTER TABLE incident ADD COLUMN cause TEXT CHECK (cause <> '');
        ALTER TABLE incident ADD COLUMN closedAt INTEGER;
        CREATE INDEX incidentOpen ON incident(cause, studyInstanceUID) WHERE cause IS NOT NULL AND closedAt IS NULL;

        CREATE TRIGGER incidentDrafted AFTER UPDATE OF state ON workItem
        WHEN (OLD.state, NEW.state) IN (VALUES ('drafting', 'drafted'), ('collecting', 'ineligible'))
        BEGIN
            UPDATE incident SET closedAt = NEW.changedAt
            WHERE cause = 'draft' AND closedAt IS NULL
                AND studyInstanceUID = (SELECT studyInstanceUID FROM study WHERE id = NEW.studyRow);
        END;
        CREATE TRIGGER incidentDocumented AFTER UPDATE OF documentState ON review
        WHEN NEW.documentState = 'written' AND OLD.documentState <> 'written'
        BEGIN
            UPDATE incident SET closedAt = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
            WHERE cause = 'documents' AND closedAt IS NULL
                AND NOT EXISTS (SELECT 1 FROM review AS other
                    WHERE other.workItemRow = NEW.workItemRow AND other.documentState = 'failed')
                AND studyInstanceUID = (SELECT studyInstanceUID FROM study
                    JOIN workItem ON workItem.studyRow = study.id WHERE workItem.id = NEW.workItemRow);
        END;
        CREATE TRIGGER incidentDecided AFTER UPDATE OF state ON returnedReport
        WHEN OLD.state <> NEW.state AND NEW.state NOT IN ('pending', 'reading', 'waiting', 'unreadable')
        BEGIN
            UPDATE incident SET closedAt = NEW.changedAt
            WHERE cause = 'returned report' AND closedAt IS NULL
                AND NOT EXISTS (SELECT 1 FROM returnedReport AS other
                    JOIN instance ON instance.id = other.instanceRow JOIN series ON series.id = instance.seriesRow
                    WHERE other.state IN ('pending', 'reading', 'waiting', 'unreadable')
                        AND series.studyRow = (SELECT series.studyRow FROM series
                            JOIN instance ON instance.seriesRow = series.id WHERE instance.id = NEW.instanceRow))
                AND studyInstanceUID = (SELECT study.studyInstanceUID FROM study
                    JOIN series ON series.studyRow = study.id JOIN instance ON instance.seriesRow = series.id
                    WHERE instance.id = NEW.instanceRow);
        END;
        CREATE TRIGGER incidentDelivered AFTER UPDATE OF number ON outboxCount
        WHEN NEW.state = 'failed' AND NEW.number = 0 AND OLD.number > 0
        BEGIN
            UPDATE incident SET closedAt = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
            WHERE cause = 'deliveries to ' || NEW.destination AND closedAt IS NULL;
        END;
        CREATE TRIGGER incidentStudyRemoved AFTER DELETE ON study
        BEGIN
            UPDATE incident SET closedAt = CAST((julianday('now') - 2440587.5) * 86400000 AS INTEGER)
            WHERE cause IS NOT NULL AND closedAt IS NULL AND studyInstanceUID = OLD.studyInstanceUID;
        END;
        """
}
