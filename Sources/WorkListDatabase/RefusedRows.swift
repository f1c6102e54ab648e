import Foundation
package import Logging
import OperatorErrors
import Synchronization

/// Rows that a loop fails to process. Each is an incident once, which is closed when the row is processed, and the loop
/// continues with the other rows. A hundred such rows mean that the fault is elsewhere, and end the round.
package final class RefusedRows: Sendable {
    private let incidents: IncidentLog
    private let rows = Mutex<Set<Int64>>([])
    private static let limit = 100
    /// Names the conditions of these rows.
    private let name = UUID().uuidString

    package init(in incidents: IncidentLog) { self.incidents = incidents }

    /// What processed the rows is gone, for instance the lane to a peer that was removed.
    deinit { for row in rows.withLock({ $0 }) { incidents.close(condition(row)) } }

    /// Number of rows whose latest attempt failed.
    package var count: Int { rows.withLock { $0.count } }

    /// Reports a failed row as "message: error": an incident the first time, later only in the debug log. If another
    /// process has changed the row meanwhile, a warning is logged.
    ///
    /// - Parameter study: the study that the row belongs to.
    /// - Throws: the error, if it would also occur for the next row: the work list is busy, the disk is full, or a
    ///   hundred rows have failed.
    package func note(
        _ row: Int64, _ message: String, _ error: any Error, study: String? = nil, metadata: Logger.Metadata = [:]
    ) throws {
        switch error.asOperatorError.fault {
        case .busy, .outOfResources: throw error
        case .conflict:
            incidents.logger.warning("\(message): \(error)", metadata: metadata)
        default:
            if rows.withLock({ $0.contains(row) }) {
                return incidents.logger.debug("\(message): \(error)", metadata: metadata)
            }
            guard rows.withLock({ $0.count < Self.limit && $0.insert(row).inserted }) else { throw error }
            incidents.report(message, error, study: study, cause: .condition(condition(row)), metadata: metadata)
        }
    }

    /// Notes that a row was processed, perhaps after earlier failures.
    package func took(_ row: Int64) {
        if rows.withLock({ $0.remove(row) }) != nil { incidents.close(condition(row)) }
    }

    private func condition(_ row: Int64) -> String { "\(name) \(row)" }
}
