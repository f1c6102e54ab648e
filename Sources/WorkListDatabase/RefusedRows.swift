package import Logging
import OperatorErrors
import Synchronization

/// Rows that refuse what a loop does to each of many. Each is reported once, and the loop goes on with the others; if
/// very many refuse, the fault is not theirs.
package final class RefusedRows: Sendable {
    private let incidents: IncidentLog
    private let rows = Mutex<Set<Int64>>([])
    private static let limit = 100

    package init(in incidents: IncidentLog) { self.incidents = incidents }

    /// How many rows refused the last time.
    package var count: Int { rows.withLock { $0.count } }

    /// Reports that a row refused, as "message: error": an incident the first time, later only in the debug log. A row
    /// that another process has changed meanwhile is no incident.
    ///
    /// - Throws: the error, if the next row would meet it too: the work list is busy, the disk is full, or a hundred
    ///   rows refuse.
    package func note(_ row: Int64, _ message: String, _ error: any Error, metadata: Logger.Metadata = [:]) throws {
        switch error.asOperatorError.fault {
        case .busy, .outOfResources: throw error
        case .conflict:
            incidents.logger.warning("\(message): \(error)", metadata: metadata)
        default:
            if rows.withLock({ $0.contains(row) }) {
                return incidents.logger.debug("\(message): \(error)", metadata: metadata)
            }
            guard rows.withLock({ $0.count < Self.limit && $0.insert(row).inserted }) else { throw error }
            incidents.report(message, error, metadata: metadata)
        }
    }

    /// Notes that a row took what it may have refused before.
    package func took(_ row: Int64) { rows.withLock { _ = $0.remove(row) } }
}
