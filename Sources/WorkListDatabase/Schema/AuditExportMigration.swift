extension Schema {
    /// The anchor of the audit trail: the last message that was exported and removed, whose hash the first remaining one
    /// holds. Messages up to the anchor may be removed, later ones stay.
    ///
    /// `bytes` is the size of the messages in the work list, `exportedBytes` that of those removed.
    static let auditExportMigration = """
        CREATE TABLE auditTrail (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            exportedID INTEGER NOT NULL CHECK (exportedID >= 0),
            exportedHash BLOB NOT NULL CHECK (length(exportedHash) = 32),
            bytes INTEGER NOT NULL CHECK (bytes >= 0),
            exportedBytes INTEGER NOT NULL CHECK (exportedBytes >= 0)
        );
        INSERT INTO auditTrail (id, exportedID, exportedHash, bytes, exportedBytes)
            SELECT 1, 0, zeroblob(32), ifnull(sum(length(CAST(message AS BLOB))), 0), 0 FROM auditMessage;
        CREATE TRIGGER auditTrailMoved BEFORE UPDATE OF exportedID, exportedHash ON auditTrail
        WHEN NEW.exportedID <= OLD.exportedID
            OR NEW.exportedHash IS NOT (SELECT hash FROM auditMessage WHERE id = NEW.exportedID)
        BEGIN SELECT RAISE(ABORT, 'the anchor of the audit trail moves on to a later message'); END;
        CREATE TRIGGER auditTrailRemoved BEFORE DELETE ON auditTrail
        BEGIN SELECT RAISE(ABORT, 'the audit trail keeps its anchor'); END;

        DROP TRIGGER auditMessageAdded;
        CREATE TRIGGER auditMessageAdded BEFORE INSERT ON auditMessage
        WHEN NEW.id <> max(
                ifnull((SELECT max(id) FROM auditMessage), 0), ifnull((SELECT exportedID FROM auditTrail), 0)) + 1
            OR NEW.previousHash <> ifnull(
                (SELECT hash FROM auditMessage ORDER BY id DESC LIMIT 1),
                ifnull((SELECT exportedHash FROM auditTrail), zeroblob(32)))
        BEGIN SELECT RAISE(ABORT, 'an audit message comes after the last one'); END;
        DROP TRIGGER auditMessageRemoved;
        CREATE TRIGGER auditMessageRemoved BEFORE DELETE ON auditMessage
        WHEN OLD.id > ifnull((SELECT exportedID FROM auditTrail), 0)
        BEGIN SELECT RAISE(ABORT, 'an audit message stays'); END;
        CREATE TRIGGER auditMessageCounted AFTER INSERT ON auditMessage BEGIN
            UPDATE auditTrail SET bytes = bytes + length(CAST(NEW.message AS BLOB));
        END;
        CREATE TRIGGER auditMessageExported AFTER DELETE ON auditMessage BEGIN
            UPDATE auditTrail SET bytes = max(0, bytes - length(CAST(OLD.message AS BLOB))),
                exportedBytes = exportedBytes + length(CAST(OLD.message AS BLOB));
        END;
        """
}
