package import GRDB
import Synchronization

extension Database {
    /// Runs a statement that each connection prepares only once. Use it for statements that run for every stored
    /// object, where preparing costs as much as running.
    package func executeCached(_ sql: String, _ arguments: StatementArguments) throws {
        try cachedStatement(sql: sql).execute(arguments: arguments)
    }

    /// Returns the statement of a query whose text depends on what is asked. Each connection prepares it only once, unless too
    /// many different texts were asked already: GRDB keeps a prepared statement as long as its connection.
    package func statement(ofQuery sql: String) throws -> Statement {
        try statement(ofQuery: sql, among: .ofProcess)
    }

    func statement(ofQuery sql: String, among known: KnownQueries) throws -> Statement {
        try known.keep(sql) ? cachedStatement(sql: sql) : makeStatement(sql: sql)
    }
}

/// The texts of queries whose statements are kept: the first that are asked. A department asks in a few ways, and who asks in
/// many has each prepared again.
final class KnownQueries: Sendable {
    static let ofProcess = KnownQueries()

    private let limit: Int
    private let texts = Mutex<Set<String>>([])

    init(limit: Int = 128) { self.limit = limit }

    /// Whether a text is one of those, or becomes one.
    func keep(_ sql: String) -> Bool {
        texts.withLock { texts in
            if texts.contains(sql) { return true }
            guard texts.count < limit else { return false }
            texts.insert(sql)
            return true
        }
    }
}
