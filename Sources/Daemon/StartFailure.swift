import DICOMNetwork
import Platform
import ReportGeneration
import Monitoring
import ThoraxConfiguration
import Delivery
import WorkList
import WorkListDatabase

/// What an operator is told when a process cannot start.
package enum StartFailure {
    /// EX_CONFIG of sysexits.h: another start will fail in the same way.
    package static let exitCode: Int32 = 78

    /// 78 for what only a person can mend: systemd does not start the daemon again. 1 for all else, which may pass.
    package static func exitCode(for error: any Error) -> Int32 {
        switch error {
        case is ConfigurationError, is ReportGenerationError, WorkListError.otherSchema: exitCode
        default: 1
        }
    }

    /// What `hint(for:)` says of errors that are of no part of the daemon.
    package static let noHint = "see the message"

    /// What to do about an error of any part.
    package static func hint(for error: any Error) -> String {
        switch error {
        case let error as ConfigurationError: error.hint
        case let error as PlatformError: error.hint
        case let error as WorkListError: error.hint
        case let error as WorkItemError: error.hint
        case let error as DeliveryError: error.hint
        case let error as ReportGenerationError: error.hint
        case let error as NetworkError: error.hint
        case let error as WebServerError: error.hint
        default: noHint
        }
    }
}
