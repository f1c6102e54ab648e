import Foundation
import TestHarness

/// The program built together with the tests.
enum Program {
    static func process(_ arguments: [String], in folder: URL) -> Process {
        let process = Process()
        process.executableURL = builtPrograms.appending(path: "thorax-model")
        process.arguments = arguments
        process.currentDirectoryURL = folder
        return process
    }

    /// Runs the program to its end with this standard input.
    static func run(
        _ arguments: [String], in folder: URL, input: String = ""
    ) throws -> (status: Int32, output: String, errors: String) {
        let process = process(arguments, in: folder)
        let given = Pipe()
        process.standardInput = given
        let errors = folder.appending(path: "errors-\(UUID().uuidString)")
        try Data().write(to: errors)
        defer { try? FileManager.default.removeItem(at: errors) }
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = try FileHandle(forWritingTo: errors)
        try process.run()
        try given.fileHandleForWriting.write(contentsOf: Data(input.utf8))
        try given.fileHandleForWriting.close()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output, try String(contentsOf: errors, encoding: .utf8))
    }
}
