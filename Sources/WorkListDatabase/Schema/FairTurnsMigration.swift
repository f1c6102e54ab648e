extension Schema {
    /// Queued studies in the order in which they are claimed: those that were not tried yet come first, and senders take
    /// turns.
    static let fairTurnsMigration = """
        DROP INDEX workItemClaimable;
        CREATE INDEX workItemClaimable ON workItem(priority, attempt, callingAETitle, notBefore, id)
            WHERE state = 'queued' AND heldAt IS NULL;
        """
}
