package import GRDB

extension Database {
    /// Runs a statement that each connection prepares once: for those that every stored object needs, where preparing
    /// costs as much as running.
    package func executeCached(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
