package import GRDB

/// Counts the rows that the largest transaction changed.
package final class LargestTransaction: TransactionObserver {
    package private(set) var count = 0
    private var current = 0
    private let isCounted: (DatabaseEventKind) -> Bool

    /// - Parameter isCounted: which changes count.
    package init(of isCounted: @escaping (DatabaseEventKind) -> Bool) { self.isCounted = isCounted }

    package func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { isCounted(eventKind) }

    package func databaseDidChange(with event: DatabaseEvent) { current += 1 }

    package func databaseDidCommit(_ db: Database) { (count, current) = (max(count, current), 0) }

    package func databaseDidRollback(_ db: Database) { current = 0 }
}
