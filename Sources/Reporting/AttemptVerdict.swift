import DICOMObject
import Platform
import ReportGeneration
import WorkList
import WorkListDatabase

/// What an error means for the study it happened to: try again, give up, or wait for the machine to recover.
struct AttemptVerdict {
    let event: WorkItemEvent
    /// Seconds before the next attempt.
    let delay: Double
    let hint: String

    init(_ error: any Error) {
        switch error {
        case let error as ReportingError:
            self.init(permanent: error.description, hint: error.hint)
        case DICOMObjectError.notWritten(let reason):
            self.init(keepingAttempts: DICOMObjectError.notWritten(reason: reason).hint)
        case let error as DICOMObjectError:
            self.init(
                event: .attemptFailed(reason: error.description, isPermanent: error.isPermanent), delay: 10,
                hint: error.hint)
        case let error as ReportGenerationError:
            self.init(permanent: error.description, hint: error.hint)
        case let error as PlatformError:
            self.init(keepingAttempts: error.hint)
        case WorkListError.database(_, let isBusy, let isOutOfSpace) where isBusy || isOutOfSpace:
            self.init(keepingAttempts: "free space for the work list and let no other program hold it")
        case let error as WorkListError:
            self.init(event: .attemptFailed(reason: error.description, isPermanent: false), delay: 10, hint: error.hint)
        default:
            self.init(
                event: .attemptFailed(reason: "\(error)", isPermanent: false), delay: 10,
                hint: "report this with the log around it")
        }
    }

    private init(event: WorkItemEvent, delay: Double, hint: String) {
        self.event = event
        self.delay = delay
        self.hint = hint
    }

    /// A full disk or a missing directory is no fault of the study: it keeps its attempts.
    private init(keepingAttempts hint: String) {
        self.init(event: .handedBack, delay: 60, hint: hint)
    }

    private init(permanent reason: String, hint: String) {
        self.init(event: .attemptFailed(reason: reason, isPermanent: true), delay: 0, hint: hint)
    }
}
