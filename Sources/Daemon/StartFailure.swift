import DICOMNetwork
import Platform
import ReportGeneration
import WebServices
import WorkList

/// What an operator is told when a process cannot start.
package enum StartFailure {
    /// EX_CONFIG of sysexits.h: another start will fail in the same way.
    package static let exitCode: Int32 = 78

    /// What `hint(for:)` says of errors that are of no part of the daemon.
    package static let noHint = "see the message"

    /// What to do about an error of any part.
    package static func hint(for error: any Error) -> String {
        switch error {
        case let error as ConfigurationError: error.hint
        case let error as PlatformError: error.hint
        case let error as WorkListError: error.hint
        case let error as ReportGenerationError: error.hint
        case let error as NetworkError: error.hint
        case let error as WebServerError: error.hint
        default: noHint
        }
    }
}
