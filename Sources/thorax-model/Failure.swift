import ArgumentParser
import Foundation
import OperatorErrors
import Tensors

/// Prints an error and its hint at the program's outer boundary.
enum Failure {
    /// Runs `body`; on an error one of the processes reports it and all of them end.
    static func reported(in group: any ProcessGroup = SingleProcess(), _ body: () throws -> Void) throws {
        do {
            try body()
        } catch let code as ExitCode {
            throw code
        } catch {
            group.fail { say(error.asOperatorError) }
            throw ExitCode.failure
        }
    }

    private static func say(_ error: any OperatorError) {
        FileHandle.standardError.write(Data("error: \(error)\nhint: \(error.hint)\n".utf8))
    }
}
