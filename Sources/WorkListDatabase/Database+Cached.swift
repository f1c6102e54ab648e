package import GRDB

extension Database {
    /// Runs a statement that each connection prepares only once. Use it for statements that run for every stored
    /// object, where preparing costs as much as running.
    package func executeCached(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }
}
