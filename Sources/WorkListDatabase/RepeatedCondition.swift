package import Logging
import OperatorErrors
import Synchronization

/// A condition that lasts, such as a full disk or a collector that does not answer. It is met again and again, and
/// reported when it begins and when it ends.
package final class RepeatedCondition: Sendable {
    private let logger: Logger
    private let incidents: IncidentLog?
    private let end: String?
    /// Times it was met since it began.
    private let times = Mutex(0)

    /// - Parameter end: logged when the condition ends.
    package init(logger: Logger, end: String? = nil) {
        self.logger = logger
        incidents = nil
        self.end = end
    }

    /// A condition whose beginning is also an incident.
    package init(in incidents: IncidentLog, end: String? = nil) {
        logger = incidents.logger
        self.incidents = incidents
        self.end = end
    }

    /// Whether the condition lasts.
    package var lasts: Bool { times.withLock { $0 > 0 } }

    /// The condition is met: reported the first time, later only to the debug log.
    package func isMet(_ message: String, hint: String, metadata: Logger.Metadata = [:]) {
        let isFirst = times.withLock { times in
            times += 1
            return times == 1
        }
        let metadata = metadata.merging(["hint": "\(hint)"]) { $1 }
        logger.log(level: isFirst ? .error : .debug, "\(message)", metadata: metadata)
        if isFirst { incidents?.record(message, hint: hint) }
    }

    /// The condition is met, because of an error: reported as "message: error".
    package func isMet(_ message: String, _ error: any Error, metadata: Logger.Metadata = [:]) {
        let error = error.asOperatorError
        isMet("\(message): \(error)", hint: error.hint, metadata: metadata)
    }

    /// The condition is not met, or no longer.
    package func isOver() {
        let times = times.withLock { times in
            defer { times = 0 }
            return times
        }
        if times > 0, let end { logger.notice("\(end)", metadata: ["times": "\(times)"]) }
    }

    /// Runs work that may fail again and again; its failures are the condition.
    package func watch(_ message: String, _ work: () throws -> Void) {
        do {
            try work()
            isOver()
        } catch {
            isMet(message, error)
        }
    }
}
