import Foundation
package import Logging
import OperatorErrors
import Synchronization

/// Rows that a loop fails to process. Each is an incident once, which is closed when the row is processed, and the loop
/// continues with the other rows. A hundred such rows within an hour mean that the fault is elsewhere, and end the round.
///
/// The loop gives claimed rows back, so that they are retried and do not stay noted.
package final class RefusedRows: Sendable {
    private let incidents: IncidentLog
    /// The time of the latest failure of each.
    private let rows = Mutex<[Int64: ContinuousClock.Instant]>([:])
    private static let limit = 100
    /// How long ago a failure still counts for the limit.
    private static let memory = Duration.seconds(3600)
    /// Names the conditions of these rows.
    private let name = UUID().uuidString

    package init(in incidents: IncidentLog) { self.incidents = incidents }

    /// Closes the incidents when the loop that processed the rows is gone, for instance the lane to a removed peer.
    deinit { for row in rows.withLock({ $0 }).keys { incidents.close(condition(row)) } }

    /// Number of rows whose latest attempt failed.
    package var count: Int { rows.withLock { $0.count } }

    /// Reports a failed row as "message: error": an incident the first time, later only in the debug log. If another
    /// process has changed the row meanwhile, a warning is logged.
    ///
    /// - Parameter study: the study that the row belongs to.
    /// - Throws: the error, if it would also occur for the next row: the work list is busy, the disk is full, or a
    ///   hundred rows have failed within an hour.
    package func note(
        _ row: Int64, _ message: String, _ error: any Error, study: String? = nil, metadata: Logger.Metadata = [:],
        at now: ContinuousClock.Instant = .now
    ) throws {
        switch error.asOperatorError.fault {
        case .busy, .outOfResources: throw error
        case .conflict:
            incidents.logger.warning("\(message): \(error)", metadata: metadata)
        default:
            let (isKnown, isTooMany) = rows.withLock { rows in
                let isKnown = rows[row] != nil
                let isTooMany = !isKnown && rows.values.count { now - $0 < Self.memory } >= Self.limit
                if !isTooMany { rows[row] = now }
                return (isKnown, isTooMany)
            }
            if isTooMany { throw error }
            if isKnown { return incidents.logger.debug("\(message): \(error)", metadata: metadata) }
            incidents.report(message, error, study: study, cause: .condition(condition(row)), metadata: metadata)
        }
    }

    /// Notes that a row was processed, perhaps after earlier failures, or given up.
    package func took(_ row: Int64) {
        if rows.withLock({ $0.removeValue(forKey: row) }) != nil { incidents.close(condition(row)) }
    }

    private func condition(_ row: Int64) -> String { "\(name) \(row)" }
}
