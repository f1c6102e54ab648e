import GRDB

/// Rows that a stage of the pipeline waits for: new rows of some tables, written by the stage before.
package struct AwaitedRows: Sendable {
    private let tables: Set<String>
    private let includesChanges: Bool

    /// - Parameter includesChanges: rows that are changed count as well.
    package init(of tables: Set<String>, includesChanges: Bool = false) {
        self.tables = tables
        self.includesChanges = includesChanges
    }

    fileprivate func cover(_ event: DatabaseEventKind) -> Bool {
        switch event {
        case .insert(let table): tables.contains(table)
        case .update(let table, _): includesChanges && tables.contains(table)
        case .delete: false
        }
    }
}

extension WorkListStore {
    /// Calls `wake` after each commit of this process that wrote such rows, for as long as this work list is open.
    ///
    /// It is only a hint: other processes write rows too, so a stage also checks from time to time.
    ///
    /// - Parameter wake: called on the thread that writes, while no other thread can write: it must return at once.
    package func whenRowsCome(_ rows: AwaitedRows, _ wake: @escaping @Sendable () -> Void) {
        pool.add(transactionObserver: RowObserver(of: rows, wake), extent: .databaseLifetime)
    }
}

/// Called by GRDB on the queue of the one connection that writes.
private final class RowObserver: TransactionObserver {
    private let rows: AwaitedRows
    private let wake: @Sendable () -> Void
    private var haveCome = false

    init(of rows: AwaitedRows, _ wake: @escaping @Sendable () -> Void) {
        self.rows = rows
        self.wake = wake
    }

    func observes(eventsOfKind eventKind: DatabaseEventKind) -> Bool { rows.cover(eventKind) }

    func databaseDidChange(with event: DatabaseEvent) { haveCome = true }

    func databaseDidCommit(_ db: Database) {
        if haveCome { wake() }
        haveCome = false
    }

    func databaseDidRollback(_ db: Database) { haveCome = false }
}
