import Foundation
import TestHarness

/// The program built together with the tests.
enum Program {
    static func start(
        _ arguments: [String], in folder: URL, input: RunningProgram.Input = .nothing
    ) throws -> RunningProgram {
        try RunningProgram(builtPrograms.appending(path: "thorax-model"), arguments, in: folder, input: input)
    }

    /// Runs the program to its end with this standard input.
    static func run(_ arguments: [String], in folder: URL, input: String = "") throws -> RunningProgram.End {
        try start(arguments, in: folder, input: .text(input)).end()
    }
}
