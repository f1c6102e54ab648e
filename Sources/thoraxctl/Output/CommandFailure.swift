import ArgumentParser
import Foundation
import OperatorErrors

/// What a command ends with; `thoraxctl help` lists the same.
enum CommandExit: Int32, CaseIterable {
    case done = 0
    case failed = 1
    /// Nothing was found, or a check found something.
    case finding = 2
    /// EX_USAGE of sysexits.h, which ArgumentParser uses too.
    case usage = 64
    /// EX_TEMPFAIL of sysexits.h: somebody else has it, or it is busy.
    case tryAgain = 75
    /// EX_CONFIG of sysexits.h, as `thoraxd serve` ends.
    case misconfigured = 78

    var description: String {
        switch self {
        case .done: "done"
        case .failed: "failed; the reason and a hint are on standard error"
        case .finding: "nothing was found, or a check found something that needs a person"
        case .usage: "the command line is wrong"
        case .tryAgain: "somebody else has it or it is busy: try again"
        case .misconfigured: "the configuration, the model or the installed version must be changed first"
        }
    }
}

/// Why a command did not do what it was told, and what the operator does about it.
struct CommandFailure: OperatorError {
    let description: String
    let hint: String
    let fault: FaultKind

    init(_ description: String, hint: String, fault: FaultKind = .invalid) {
        self.description = description
        self.hint = hint
        self.fault = fault
    }

    /// Ends the process as an error asks: what it is and what to do about it on standard error, and its exit code.
    static func end(with error: any Error) -> Never {
        // Errors of the command line are ArgumentParser's to explain.
        guard let error = error as? any OperatorError else { ThoraxCtl.exit(withError: error) }
        let text = "error: \(terminalSafe(error.description))\nhint: \(terminalSafe(error.hint))\n"
        FileHandle.standardError.write(Data(text.utf8))
        exit(error.fault.exitCode)
    }
}
