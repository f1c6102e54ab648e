extension Schema {
    /// The audit trail: messages are added, never changed, and each holds the hash of the one before it.
    ///
    /// `auditMark` holds the last row of each table that the trail has recorded. Rows that existed before this
    /// migration are not recorded. SQLite reuses row ids after the last row of a table is deleted, so triggers on those
    /// tables move their marks back.
    static let auditTrailMigration = """
        CREATE TABLE auditMessage (
            id INTEGER PRIMARY KEY,
            at INTEGER NOT NULL,
            event TEXT NOT NULL CHECK (event <> ''),
            outcome INTEGER NOT NULL CHECK (outcome IN (0, 4, 8, 12)),
            studyInstanceUID TEXT,
            message TEXT NOT NULL CHECK (message <> ''),
            previousHash BLOB NOT NULL CHECK (length(previousHash) = 32),
            hash BLOB NOT NULL CHECK (length(hash) = 32)
        );
        CREATE INDEX auditMessageByTime ON auditMessage(at);
        CREATE INDEX auditMessageByEvent ON auditMessage(event, id);
        CREATE INDEX auditMessageOfStudy ON auditMessage(studyInstanceUID, id) WHERE studyInstanceUID IS NOT NULL;
        CREATE TRIGGER auditMessageAdded BEFORE INSERT ON auditMessage
        WHEN NEW.id <> ifnull((SELECT max(id) FROM auditMessage), 0) + 1
            OR NEW.previousHash <> ifnull((SELECT hash FROM auditMessage ORDER BY id DESC LIMIT 1), zeroblob(32))
        BEGIN SELECT RAISE(ABORT, 'an audit message comes after the last one'); END;
        CREATE TRIGGER auditMessageChanged BEFORE UPDATE ON auditMessage
        BEGIN SELECT RAISE(ABORT, 'an audit message stays as it is'); END;
        CREATE TRIGGER auditMessageRemoved BEFORE DELETE ON auditMessage
        BEGIN SELECT RAISE(ABORT, 'an audit message stays'); END;

        CREATE TABLE auditMark (
            name TEXT PRIMARY KEY,
            row INTEGER NOT NULL CHECK (row >= 0)
        ) WITHOUT ROWID;
        INSERT INTO auditMark SELECT 'act', 0;
        INSERT INTO auditMark SELECT 'instance', ifnull(max(id), 0) FROM instance;
        INSERT INTO auditMark SELECT 'outboxHistory', ifnull(max(id), 0) FROM outboxHistory;
        INSERT INTO auditMark SELECT 'quarantine', ifnull(max(id), 0) FROM quarantine;
        INSERT INTO auditMark SELECT 'syslog', 0;
        CREATE TRIGGER auditInstanceRemoved AFTER DELETE ON instance
        BEGIN
            UPDATE auditMark SET row = ifnull((SELECT max(id) FROM instance), 0)
            WHERE name = 'instance' AND row > ifnull((SELECT max(id) FROM instance), 0);
        END;
        CREATE TRIGGER auditDeliveryRemoved AFTER DELETE ON outboxHistory
        BEGIN
            UPDATE auditMark SET row = ifnull((SELECT max(id) FROM outboxHistory), 0)
            WHERE name = 'outboxHistory' AND row > ifnull((SELECT max(id) FROM outboxHistory), 0);
        END;
        CREATE TRIGGER auditQuarantineRemoved AFTER DELETE ON quarantine
        BEGIN
            UPDATE auditMark SET row = ifnull((SELECT max(id) FROM quarantine), 0)
            WHERE name = 'quarantine' AND row > ifnull((SELECT max(id) FROM quarantine), 0);
        END;
        """
}
