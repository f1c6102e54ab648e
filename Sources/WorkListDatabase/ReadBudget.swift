import Dispatch
package import GRDB
import GRDBSQLite
package import OperatorErrors

/// Limits on the total cost of one query's reads. Use it on the thread of the query only.
package final class ReadBudget {
    package struct Limits: Sendable {
        /// Steps of SQLite's virtual machine; a machine of 2026 takes about 50 million a second.
        package var steps = 250_000_000
        /// Time spent reading.
        package var time = Duration.seconds(10)
        /// How long each read waits while other queries read.
        package var patience = Duration.seconds(10)

        package init() {}
    }

    /// The query exceeds its limits.
    package enum Exceeded: OperatorError, Equatable {
        case steps(Int)
        case time(Duration)

        package var description: String {
            switch self {
            case .steps(let limit): "the query takes more than \(limit) steps of SQLite"
            case .time(let limit): "the query reads for more than \(limit.components.seconds) s"
            }
        }

        package var fault: FaultKind { .outOfResources }
        package var hint: String { "narrow the query: give a patient, a date or an accession number" }
    }

    let limits: Limits
    private var steps = 0
    private var time = Duration.zero
    private var start = ContinuousClock.now

    /// Steps between two checks of the limits.
    private static let stride: Int32 = 1000

    package init(_ limits: Limits = Limits()) { self.limits = limits }

    /// Runs `body`, and interrupts its statements when a limit is reached.
    func spend<T>(on db: Database, _ body: () throws -> T) throws -> T {
        start = .now
        sqlite3_progress_handler(
            db.sqliteConnection, Self.stride,
            { budget in
                guard let budget else { return 1 }
                return Unmanaged<ReadBudget>.fromOpaque(budget).takeUnretainedValue().isSpentByStride() ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
        defer {
            sqlite3_progress_handler(db.sqliteConnection, 0, nil, nil)
            time += ContinuousClock.now - start
        }
        do {
            return try body()
        } catch let error as DatabaseError where error.resultCode == .SQLITE_INTERRUPT {
            throw steps > limits.steps ? Exceeded.steps(limits.steps) : Exceeded.time(limits.time)
        }
    }

    private func isSpentByStride() -> Bool {
        steps += Int(Self.stride)
        return steps > limits.steps || time + (ContinuousClock.now - start) > limits.time
    }
}

extension WorkListStore {
    /// Connections for reading.
    static let readers = 8
    /// Limit on queries that read at the same time, so that readers remain for storing and for the loops.
    package static let queryReaders = 4

    /// Reads for the query of a peer, within its budget; waits while others read.
    ///
    /// - Throws: `ReadBudget.Exceeded`; an error of the kind `busy` if the wait is longer than the limit.
    package func read<T>(within budget: ReadBudget, _ body: (Database) throws -> T) throws -> T {
        let patience = Int(budget.limits.patience / .milliseconds(1))
        guard queries.wait(timeout: .now() + .milliseconds(patience)) == .success else {
            throw WorkListError.database(
                message: "\(Self.queryReaders) other queries are reading", isBusy: true, isOutOfSpace: false)
        }
        defer { queries.signal() }
        return try read { db in try budget.spend(on: db) { try body(db) } }
    }
}
