extension Schema {
    /// The state transitions of a storage commitment transaction, by direction.
    static let commitmentTransitionsMigration = """
        CREATE TRIGGER commitmentTransition BEFORE UPDATE OF state ON commitment
        WHEN OLD.state <> NEW.state AND (OLD.direction, OLD.state, NEW.state) NOT IN (
            VALUES ('incoming', 'waiting', 'reporting'), ('incoming', 'waiting', 'failed'),
                ('incoming', 'reporting', 'reported'), ('incoming', 'reporting', 'waiting'),
                ('incoming', 'reporting', 'failed'), ('incoming', 'reported', 'waiting'),
                ('incoming', 'failed', 'waiting'),
                ('outgoing', 'waiting', 'requested'), ('outgoing', 'waiting', 'committed'),
                ('outgoing', 'waiting', 'failed'), ('outgoing', 'requested', 'committed'),
                ('outgoing', 'requested', 'failed'), ('outgoing', 'requested', 'timedOut'),
                ('outgoing', 'timedOut', 'committed'), ('outgoing', 'timedOut', 'failed'))
        BEGIN SELECT RAISE(ABORT, 'a transaction of storage commitment does not change that way'); END;
        """
}
