extension Schema {
    /// Storage commitment in both directions: requests from peers to this node, and requests from this node to peers.
    ///
    /// A row of `commitmentReference` with result 0 under an incoming transaction is a promise: its instance is not
    /// removed while the promise exists.
    static let commitmentMigration = """
        CREATE TABLE commitment (
            id INTEGER PRIMARY KEY,
            direction TEXT NOT NULL CHECK (direction IN ('incoming', 'outgoing')),
            peer TEXT NOT NULL CHECK (peer <> ''),
            transactionUID TEXT NOT NULL,
            calledAETitle TEXT,
            state TEXT NOT NULL DEFAULT 'waiting' CHECK (state IN
                ('waiting', 'reporting', 'reported', 'requested', 'committed', 'failed', 'timedOut')),
            attempt INTEGER NOT NULL DEFAULT 0 CHECK (attempt >= 0),
            round INTEGER NOT NULL DEFAULT 1 CHECK (round >= 1),
            notBefore INTEGER NOT NULL,
            reason TEXT,
            createdAt INTEGER NOT NULL,
            changedAt INTEGER NOT NULL,
            UNIQUE (direction, peer, transactionUID),
            CHECK ((direction = 'incoming') = (calledAETitle IS NOT NULL)),
            CHECK (state <> 'failed' OR reason IS NOT NULL)
        );
        CREATE INDEX commitmentDue ON commitment(direction, peer, state, notBefore)
            WHERE state IN ('waiting', 'requested');
        CREATE INDEX commitmentChanged ON commitment(changedAt, id);

        CREATE TABLE commitmentReference (
            id INTEGER PRIMARY KEY,
            commitmentRow INTEGER NOT NULL REFERENCES commitment(id) ON DELETE CASCADE,
            sopClassUID TEXT NOT NULL,
            sopInstanceUID TEXT NOT NULL,
            outboxRow INTEGER REFERENCES outbox(id) ON DELETE SET NULL,
            result INTEGER CHECK (result BETWEEN 0 AND 65535),
            UNIQUE (commitmentRow, sopInstanceUID, sopClassUID)
        );
        CREATE INDEX commitmentOfInstance ON commitmentReference(sopInstanceUID) WHERE result = 0;
        CREATE INDEX commitmentOfDelivery ON commitmentReference(outboxRow) WHERE outboxRow IS NOT NULL;

        CREATE TRIGGER instanceCommitted BEFORE DELETE ON instance
        WHEN EXISTS (
            SELECT 1 FROM commitmentReference JOIN commitment ON commitment.id = commitmentReference.commitmentRow
            WHERE commitmentReference.sopInstanceUID = OLD.sopInstanceUID AND commitmentReference.result = 0
                AND commitment.direction = 'incoming')
        BEGIN SELECT RAISE(ABORT, 'a peer was told that this instance is kept'); END;

        ALTER TABLE outbox ADD COLUMN commitment TEXT
            CHECK (commitment IN ('requested', 'committed', 'failed', 'timedOut'));
        ALTER TABLE outbox ADD COLUMN redelivery INTEGER NOT NULL DEFAULT 0;
        CREATE INDEX outboxUncommitted ON outbox(destination, changedAt) WHERE state = 'delivered' AND commitment IS NULL;
        DROP TRIGGER outboxTransition;
        CREATE TRIGGER outboxTransition BEFORE UPDATE OF state ON outbox
        WHEN OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (
            VALUES ('queued', 'sending'), ('queued', 'deferred'), ('queued', 'failed'),
                ('deferred', 'sending'), ('deferred', 'failed'), ('deferred', 'queued'),
                ('sending', 'delivered'), ('sending', 'deferred'), ('sending', 'failed'), ('sending', 'queued'),
                ('failed', 'queued'), ('delivered', 'queued'))
        BEGIN SELECT RAISE(ABORT, 'an outbox row does not change that way'); END;
        """
}
