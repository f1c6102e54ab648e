import Logging
import OperatorErrors
import WorkList
import WorkListDatabase

/// What an error means for the study: retry, give up, or wait for the machine to recover.
struct AttemptVerdict {
    let event: WorkItemEvent
    /// Seconds before the next attempt.
    let delay: Double

    init(_ error: any Error) {
        let error = error.asOperatorError
        switch error.fault.retry {
        case .never: (event, delay) = (.attemptFailed(reason: error.description, isPermanent: true), 0)
        case .counted: (event, delay) = (.attemptFailed(reason: error.description, isPermanent: false), 10)
        case .uncounted: (event, delay) = (.handedBack, 60)
        }
    }
}

extension AttemptVerdict {
    /// Reports why a piece of work was not done, as "message: error". Work that costs no attempt is retried each minute until
    /// the machine recovers; its error is recorded once an hour, because more incidents would displace others.
    func report(
        _ message: String, _ error: any Error, study: String, cause: Incident.Cause, metadata: Logger.Metadata,
        in incidents: IncidentLog
    ) {
        if event == .handedBack {
            incidents.reportHourly(message, error, study: study, cause: cause, metadata: metadata)
        } else {
            incidents.report(message, error, study: study, cause: cause, metadata: metadata)
        }
    }
}
