import FoundationEssentials
package import Logging
import OperatorErrors

/// Reports problems of one part of the daemon to the administrator: as a log line, and as an incident in the work list,
/// which `thoraxctl status` shows.
package struct IncidentLog: Sendable {
    private let source: String
    private let workList: WorkListStore
    package let logger: Logger

    /// - Parameter source: name of the part of the daemon.
    package init(_ source: String, in workList: WorkListStore, logger: Logger) {
        self.source = source
        self.workList = workList
        self.logger = logger
    }

    /// Records an incident that the caller has logged. An incident that cannot be recorded is logged.
    ///
    /// - Parameters:
    ///   - study: the study that it concerns.
    ///   - cause: what has to end before it is over; nil for an event.
    package func record(_ message: String, hint: String, study: String? = nil, cause: Incident.Cause? = nil) {
        do {
            try workList.record(Incident(source: source, message: message, hint: hint, study: study), cause: cause)
        } catch {
            logger.error("cannot record an incident: \(error)", metadata: ["hint": "\(error.asOperatorError.hint)"])
        }
    }

    /// Logs an error and records it as an incident.
    package func report(
        _ message: String, hint: String, study: String? = nil, cause: Incident.Cause? = nil,
        metadata: Logger.Metadata = [:]
    ) {
        logger.error("\(message)", metadata: metadata.merging(["hint": "\(hint)"]) { $1 })
        record(message, hint: hint, study: study, cause: cause)
    }

    /// Logs an error and records it as an incident, unless the same incident was recorded within the last hour. For errors
    /// that a peer can cause repeatedly.
    package func reportHourly(
        _ message: String, hint: String, study: String? = nil, cause: Incident.Cause? = nil,
        metadata: Logger.Metadata = [:]
    ) {
        let isKnown = (try? workList.hasIncident(source: source, message: message, since: Date() - 3600)) ?? false
        if isKnown { return logger.info("\(message)", metadata: metadata) }
        report(message, hint: hint, study: study, cause: cause, metadata: metadata)
    }

    /// Logs an error and records it as an incident, as "message: error".
    package func report(
        _ message: String, _ error: any Error, study: String? = nil, cause: Incident.Cause? = nil,
        metadata: Logger.Metadata = [:]
    ) {
        let error = error.asOperatorError
        report("\(message): \(error)", hint: error.hint, study: study, cause: cause, metadata: metadata)
    }

    /// Logs an error and records it as an incident, as "message: error", unless the same incident was recorded within the
    /// last hour.
    package func reportHourly(
        _ message: String, _ error: any Error, study: String? = nil, cause: Incident.Cause? = nil,
        metadata: Logger.Metadata = [:]
    ) {
        let error = error.asOperatorError
        reportHourly("\(message): \(error)", hint: error.hint, study: study, cause: cause, metadata: metadata)
    }

    /// Closes the incidents of a condition that is over.
    package func close(_ condition: String) { close(.condition(condition)) }

    /// Closes the incidents with a cause that is gone.
    ///
    /// - Parameter study: closes only those of this study.
    package func close(_ cause: Incident.Cause, ofStudy study: String? = nil) {
        do {
            try workList.closeIncidents(cause, ofStudy: study)
        } catch {
            logger.error("cannot close an incident: \(error)", metadata: ["hint": "\(error.asOperatorError.hint)"])
        }
    }
}
