import Glibc
package import OperatorErrors
import Platform

/// Why a decoder process gave no answer about an object.
package enum DecoderError: OperatorError, Equatable {
    /// The process could not be started, or ended before it was ready.
    case notStarted(reason: String)
    /// The object ended the process.
    case ended(how: String)
    /// The object used up the process's CPU time, which it would do again.
    case outOfProcessorTime(seconds: Int)
    /// The process was ended because it did not answer.
    case tookTooLong(seconds: Int)
    /// The answer is not one that a decoder gives.
    case implausible(reason: String)

    init(_ end: ChildProcess.End, _ settings: DecoderSettings) {
        self =
            switch end {
            case .signalled(SIGXCPU): .outOfProcessorTime(seconds: settings.processorSeconds)
            case .signalled(let signal):
                .ended(how: "signal \(signal) (\(strsignal(signal).map { String(cString: $0) } ?? "unknown"))")
            case .exited(let code): .ended(how: "exit code \(code)")
            }
    }

    package var description: String {
        switch self {
        case .notStarted(let reason): "the decoder process did not start: \(reason)"
        case .ended(let how): "the decoder process ended at an object of the study: \(how)"
        case .outOfProcessorTime(let seconds): "the study took more than \(seconds) s of CPU time"
        case .tookTooLong(let seconds): "the study took longer than \(seconds) s"
        case .implausible(let reason): "the decoder process answered what no decoder answers: \(reason)"
        }
    }

    package var fault: FaultKind {
        switch self {
        case .notStarted: .outOfResources
        case .outOfProcessorTime: .malformed
        case .ended, .tookTooLong, .implausible: .internal
        }
    }

    package var hint: String {
        switch self {
        case .notStarted: "check the memory and the process limits of the service, and that thoraxd is installed whole"
        case .ended, .implausible:
            "the object is hostile, or the decoder has a fault: report it with the object's transfer syntax; "
                + "the limit on memory is reporter.memory_megabytes"
        case .outOfProcessorTime, .tookTooLong:
            "the object is hostile, or the machine too slow: see reporter.processor_seconds and reporter.wall_seconds"
        }
    }
}
