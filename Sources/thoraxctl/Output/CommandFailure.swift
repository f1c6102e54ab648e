import ArgumentParser
import Daemon
import Foundation
import Review
import WorkList
import WorkListDatabase

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

    var description: String {
        switch self {
        case .done: "done"
        case .failed: "failed; the reason and a hint are on standard error"
        case .finding: "nothing was found, or a check found something that needs a person"
        case .usage: "the command line is wrong"
        case .tryAgain: "somebody else has it or it is busy: try again"
        }
    }
}

/// Why a command did not do what it was told, and what the operator does about it.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    let hint: String
    var exit = CommandExit.failed

    init(_ description: String, hint: String, exit: CommandExit = .failed) {
        self.description = description
        self.hint = hint
        self.exit = exit
    }

    /// Ends the process as an error asks: what it is and what to do about it on standard error, and its exit code.
    static func end(with error: any Error) -> Never {
        switch error {
        case let failure as CommandFailure: report(failure.description, hint: failure.hint, failure.exit)
        case let error as WorkListError: report("\(error)", hint: error.hint, error.exit)
        case let error as ReviewError:
            report("\(error)", hint: error.hint, CommandExit(rawValue: error.exitCode) ?? .failed)
        default:
            let hint = StartFailure.hint(for: error)
            // Errors of the command line are ArgumentParser's to explain.
            guard hint != StartFailure.noHint else { ThoraxCtl.exit(withError: error) }
            report("\(error)", hint: hint, .failed)
        }
    }

    private static func report(_ message: String, hint: String, _ exit: CommandExit) -> Never {
        let text = "error: \(terminalSafe(message))\nhint: \(terminalSafe(hint))\n"
        FileHandle.standardError.write(Data(text.utf8))
        Foundation.exit(exit.rawValue)
    }
}

extension WorkListError {
    fileprivate var exit: CommandExit {
        switch self {
        case .database(_, true, _): .tryAgain
        case .noSuchStudy: .finding
        default: .failed
        }
    }
}
