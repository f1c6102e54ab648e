import OperatorErrors
import WorkList

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
