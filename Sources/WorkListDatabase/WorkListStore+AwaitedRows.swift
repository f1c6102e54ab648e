import GRDB

/// Rows that a pipeline stage waits for: new rows that the previous stage writes to some tables.
package struct AwaitedRows: Sendable {
    private let tables: Set<String>
    private let includesChanges: Bool

    /// - Parameter includesChanges: whether updated rows count too.
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
    /// It is only a hint: other processes write rows too, so a stage must also check from time to time.
    ///
    /// - Parameter wake: called on the writing thread while no other thread can write, so it must return immediately.
    package func whenRowsCome(_ rows: AwaitedRows, _ wake: @escaping @Sendable () -> Void) {
        pool.add(transactionObserver: RowObserver(of: rows, wake), extent: .databaseLifetime)
    }
}

/// Observes commits; GRDB calls it on the queue of the writing connection.
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
