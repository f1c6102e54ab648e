extension Schema {
    /// Counts of storage commitment transactions by state, maintained by triggers like the counts of migration 11.
    static let commitmentCountsMigration = """
        CREATE TABLE commitmentCount (
            direction TEXT NOT NULL,
            peer TEXT NOT NULL,
            state TEXT NOT NULL,
            number INTEGER NOT NULL CHECK (number >= 0),
            PRIMARY KEY (direction, peer, state)
        ) WITHOUT ROWID;
        INSERT INTO commitmentCount (direction, peer, state, number)
            SELECT direction, peer, state, count(*) FROM commitment GROUP BY direction, peer, state;
        CREATE TRIGGER commitmentAdded AFTER INSERT ON commitment BEGIN
            INSERT INTO commitmentCount (direction, peer, state, number)
                VALUES (NEW.direction, NEW.peer, NEW.state, 1)
                ON CONFLICT (direction, peer, state) DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER commitmentMoved AFTER UPDATE OF state ON commitment WHEN OLD.state <> NEW.state BEGIN
            UPDATE commitmentCount SET number = number - 1
                WHERE direction = OLD.direction AND peer = OLD.peer AND state = OLD.state;
            INSERT INTO commitmentCount (direction, peer, state, number)
                VALUES (NEW.direction, NEW.peer, NEW.state, 1)
                ON CONFLICT (direction, peer, state) DO UPDATE SET number = number + 1;
        END;
        CREATE TRIGGER commitmentRemoved AFTER DELETE ON commitment BEGIN
            UPDATE commitmentCount SET number = number - 1
                WHERE direction = OLD.direction AND peer = OLD.peer AND state = OLD.state;
        END;
        """
}
