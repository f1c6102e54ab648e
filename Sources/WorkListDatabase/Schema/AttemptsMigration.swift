extension Schema {
    /// Queued studies in the order in which they are claimed: those that were not tried yet come first.
    static let attemptsMigration = """
        DROP INDEX workItemClaimable;
        CREATE INDEX workItemClaimable ON workItem(priority, attempt, notBefore, id)
            WHERE state = 'queued' AND heldAt IS NULL;
        """
}
