import ArgumentParser
import Foundation
import OperatorErrors

/// The exit codes, which `thoraxctl help` lists.
enum CommandExit: Int32, CaseIterable {
    case done = 0
    case failed = 1
    /// Nothing was found, or a check found a problem.
    case finding = 2
    /// EX_USAGE of sysexits.h, which ArgumentParser uses too.
    case usage = 64
    /// EX_TEMPFAIL of sysexits.h: another user holds the study, or a resource is busy.
    case tryAgain = 75
    /// EX_CONFIG of sysexits.h, which `thoraxd serve` uses too.
    case misconfigured = 78

    var description: String {
        switch self {
        case .done: "done"
        case .failed: "failed; the reason and a hint are on standard error"
        case .finding: "nothing was found, or a check found a problem"
        case .usage: "the command line is invalid"
        case .tryAgain: "another user holds the study, or a resource is busy: try again"
        case .misconfigured: "the configuration, the model or the installed version must be fixed first"
        }
    }
}

/// Why a command failed, and what the operator should do.
struct CommandFailure: OperatorError {
    let description: String
    let hint: String
    let fault: FaultKind

    init(_ description: String, hint: String, fault: FaultKind = .invalid) {
        self.description = description
        self.hint = hint
        self.fault = fault
    }

    /// Prints an error and its hint to standard error and exits with the code of the error.
    static func end(with error: any Error) -> Never {
        // ArgumentParser explains errors of the command line itself.
        guard let error = error as? any OperatorError else { ThoraxCtl.exit(withError: error) }
        let text = "error: \(terminalSafe(error.description))\nhint: \(terminalSafe(error.hint))\n"
        FileHandle.standardError.write(Data(text.utf8))
        exit(error.fault.exitCode)
    }
}
