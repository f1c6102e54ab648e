extension Schema {
    /// Documents to deliver and their destinations, with the history of each delivery.
    ///
    /// `outboxDue` holds only pending rows, so a claim reads them in delivery order, however much has been delivered.
    static let outboxMigration = """
        CREATE TABLE outbox (
            id INTEGER PRIMARY KEY,
            instanceRow INTEGER NOT NULL REFERENCES instance(id) ON DELETE CASCADE,
            destination TEXT NOT NULL CHECK (destination <> ''),
            state TEXT NOT NULL DEFAULT 'queued'
                CHECK (state IN ('queued', 'sending', 'delivered', 'deferred', 'failed')),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            notBefore INTEGER NOT NULL,
            claimant INTEGER,
            status INTEGER CHECK (status BETWEEN 0 AND 65535),
            reason TEXT,
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            UNIQUE (instanceRow, destination),
            CHECK ((state = 'sending') = (claimant IS NOT NULL)),
            CHECK (state NOT IN ('deferred', 'failed') OR reason IS NOT NULL),
            CHECK (state <> 'delivered' OR status IS NOT NULL)
        );
        CREATE INDEX outboxDue ON outbox(destination, notBefore, id) WHERE state IN ('queued', 'deferred');
        CREATE INDEX outboxByState ON outbox(destination, state, createdAt);
        CREATE INDEX outboxChanged ON outbox(changedAt, id);

        CREATE TRIGGER outboxTransition BEFORE UPDATE OF state ON outbox
        WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            VALUES ('queued', 'sending'), ('queued', 'deferred'), ('queued', 'failed'),
                ('deferred', 'sending'), ('deferred', 'failed'), ('deferred', 'queued'),
                ('sending', 'delivered'), ('sending', 'deferred'), ('sending', 'failed'), ('sending', 'queued'),
                ('failed', 'queued'))
        BEGIN SELECT RAISE(ABORT, 'an outbox row does not change that way'); END;

        CREATE TABLE outboxHistory (
            id INTEGER PRIMARY KEY,
            outboxRow INTEGER NOT NULL REFERENCES outbox(id) ON DELETE CASCADE,
            at INTEGER NOT NULL,
            fromState TEXT NOT NULL,
            toState TEXT NOT NULL,
            attempt INTEGER NOT NULL,
            status INTEGER,
            reason TEXT
        );
        CREATE INDEX outboxHistoryByRow ON outboxHistory(outboxRow, id);
        CREATE TRIGGER outboxRecord AFTER UPDATE OF state ON outbox WHEN OLD.state <> NEW.state
        BEGIN
            INSERT INTO outboxHistory (outboxRow, at, fromState, toState, attempt, status, reason)
            VALUES (NEW.id, NEW.changedAt, OLD.state, NEW.state, NEW.attempt, NEW.status, NEW.reason);
        END;
        """
}
