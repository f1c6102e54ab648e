package import Foundation

/// A program that a test has started; it is killed when this value is released.
///
/// Its outputs go into files, so that neither can fill up while the other is read.
package final class RunningProgram {
    package enum Input {
        case nothing
        /// Text, then the end.
        case text(String)
        /// What `type` writes, until the program ends.
        case keyboard
    }

    /// How a program ended and what it printed.
    package struct End: Sendable {
        /// Exit status, or the number of the signal that ended it.
        package let status: Int32
        package let isBySignal: Bool
        package let output: String
        package let errors: String
    }

    private let process = Process()
    /// Empty from the end of the process on. `Process.waitUntilExit` runs a run loop, which uses a whole processor meanwhile.
    private let life = DispatchGroup()
    private let keyboard = Pipe()
    private let folder = FileManager.default.temporaryDirectory.appending(path: "program-\(UUID().uuidString)")

    /// - Parameters:
    ///   - environment: added to that of the tests.
    ///   - joinsErrors: whether standard error goes to the output.
    package init(
        _ program: URL, _ arguments: [String], in directory: URL? = nil, environment: [String: String] = [:],
        input: Input = .nothing, joinsErrors: Bool = false
    ) throws {
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        for name in ["output", "errors"] { try Data().write(to: folder.appending(path: name)) }
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        process.environment = ProcessInfo.processInfo.environment.merging(environment) { $1 }
        let output = try FileHandle(forWritingTo: folder.appending(path: "output"))
        process.standardOutput = output
        process.standardError = joinsErrors ? output : try FileHandle(forWritingTo: folder.appending(path: "errors"))
        if case .nothing = input {
            process.standardInput = FileHandle.nullDevice
        } else {
            process.standardInput = keyboard
        }
        life.enter()
        process.terminationHandler = { [life] _ in life.leave() }
        do {
            try process.run()
        } catch {
            life.leave()
            throw error
        }
        if case .text(let text) = input {
            try type(text)
            try keyboard.fileHandleForWriting.close()
        }
    }

    deinit {
        if isRunning { kill(SIGKILL) }
        try? FileManager.default.removeItem(at: folder)
    }

    package var processID: Int32 { process.processIdentifier }
    package var isRunning: Bool { process.isRunning }
    /// What it has printed so far.
    package var output: String { contents("output") }
    package var errors: String { contents("errors") }

    private func contents(_ name: String) -> String {
        String(decoding: (try? Data(contentsOf: folder.appending(path: name))) ?? Data(), as: UTF8.self)
    }

    /// Writes to standard input.
    package func type(_ text: String) throws { try keyboard.fileHandleForWriting.write(contentsOf: Data(text.utf8)) }

    /// Waits until it has ended.
    package func end() -> End {
        life.wait()
        return End(
            status: process.terminationStatus, isBySignal: process.terminationReason == .uncaughtSignal, output: output,
            errors: errors)
    }

    /// Sends a signal to a running program and waits until it has ended; returns its exit status, or the signal's number.
    ///
    /// A child inherits the blocked signals of the thread that starts it, possibly including SIGTERM.
    @discardableResult
    package func kill(_ signal: Int32) -> Int32 {
        if process.isRunning {
            Foundation.kill(process.processIdentifier, signal)
            life.wait()
        }
        return process.terminationStatus
    }
}
