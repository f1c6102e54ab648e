package import Foundation

/// A DCMTK program, by its full path: other packages install programs with the same names.
package struct Tool {
    /// Exit status and everything that was printed.
    package let status: Int32
    package let output: String

    /// Runs a program to its end: one in /usr/bin by name, or another by its full path.
    @discardableResult
    package static func run(_ name: String, _ arguments: [String], in directory: URL? = nil) throws -> Tool {
        try run(at: URL(filePath: name.hasPrefix("/") ? name : "/usr/bin/\(name)"), arguments, in: directory)
    }

    static func run(at program: URL, _ arguments: [String], in directory: URL?) throws -> Tool {
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        process.currentDirectoryURL = directory
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return Tool(status: process.terminationStatus, output: output)
    }
}

/// A directory that is removed with its contents when its owner is released.
package final class TemporaryDirectory {
    package let url: URL

    /// Creates one in the system's temporary directory.
    package init() throws {
        url = FileManager.default.temporaryDirectory.appending(path: "thoraxd-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(at: url) }
}
