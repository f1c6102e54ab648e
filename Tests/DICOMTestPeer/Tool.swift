package import Foundation
import TestHarness

/// A DCMTK program, by its full path: other packages install programs with the same names.
package struct Tool {
    /// Exit status and everything that was printed.
    package let status: Int32
    package let output: String

    /// Runs a program to its end: one in /usr/bin by name, or another by its full path.
    @discardableResult
    package static func run(_ name: String, _ arguments: [String], in directory: URL? = nil) throws -> Tool {
        let program = name.hasPrefix("/") ? name : "/usr/bin/\(name)"
        let (status, output) = try TestHarness.run(program, arguments, in: directory)
        return Tool(status: status, output: output)
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
