import Foundation
package import Logging
import OperatorErrors
import Synchronization

/// A lasting condition, such as a full disk or a collector that does not answer. It is met many times, but reported
/// only when it begins and when it ends.
package final class RepeatedCondition: Sendable {
    private let logger: Logger
    private let incidents: IncidentLog?
    private let end: String?
    /// Names the condition in its incidents.
    private let name = UUID().uuidString
    /// How often the condition was met since it began.
    private let times = Mutex(0)

    /// - Parameter end: logged when the condition ends.
    package init(logger: Logger, end: String? = nil) {
        self.logger = logger
        incidents = nil
        self.end = end
    }

    /// Creates a condition whose beginning is also recorded as an incident, which its end closes.
    package init(in incidents: IncidentLog, end: String? = nil) {
        logger = incidents.logger
        self.incidents = incidents
        self.end = end
    }

    /// What watched the condition is gone, for instance the lane to a peer that was removed.
    deinit { if lasts { incidents?.close(name) } }

    /// Whether the condition lasts.
    package var lasts: Bool { times.withLock { $0 > 0 } }

    /// Reports that the condition is met: as an error the first time, later only in the debug log.
    package func isMet(_ message: String, hint: String, metadata: Logger.Metadata = [:]) {
        let isFirst = times.withLock { times in
            times += 1
            return times == 1
        }
        let metadata = metadata.merging(["hint": "\(hint)"]) { $1 }
        logger.log(level: isFirst ? .error : .debug, "\(message)", metadata: metadata)
        if isFirst { incidents?.record(message, hint: hint, cause: .condition(name)) }
    }

    /// Reports that an error caused the condition, as "message: error".
    package func isMet(_ message: String, _ error: any Error, metadata: Logger.Metadata = [:]) {
        let error = error.asOperatorError
        isMet("\(message): \(error)", hint: error.hint, metadata: metadata)
    }

    /// Reports that the condition is not met, or no longer.
    package func isOver() {
        let times = times.withLock { times in
            defer { times = 0 }
            return times
        }
        guard times > 0 else { return }
        incidents?.close(name)
        if let end { logger.notice("\(end)", metadata: ["times": "\(times)"]) }
    }

    /// Runs work that may fail repeatedly; its failure is the condition.
    package func watch(_ message: String, _ work: () throws -> Void) {
        do {
            try work()
            isOver()
        } catch {
            isMet(message, error)
        }
    }
}
