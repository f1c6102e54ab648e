import Foundation
import TestHarness

/// pynetdicom, pydicom and highdicom as peers: runs a script in `Tests/Peers`.
package enum PythonPeer {
    package static let python = packageRoot.appending(path: ".venv-peers/bin/python").path
    /// The interpreter of dicomtrolley, which has an environment of its own.
    package static let trolley = packageRoot.appending(path: ".venv-trolley/bin/python").path

    /// Whether `scripts/python-peers.sh` has installed it; tests that need it are skipped otherwise.
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python) }
    package static var hasTrolley: Bool { FileManager.default.isExecutableFile(atPath: trolley) }

    /// Runs a script with arguments, without Python's warnings; its exit status is 0 if it found what it expected.
    package static func run(
        _ script: String, _ arguments: [String], with python: String = python
    ) throws -> Tool {
        try Tool.run(python, ["-W", "ignore", path(script)] + arguments)
    }

    /// Starts a script that serves, and waits until it listens.
    ///
    /// - Parameter arguments: returns its arguments, given the port to listen on.
    package static func start(
        _ script: String, on port: UInt16? = nil, _ arguments: (_ port: UInt16) -> [String]
    ) throws -> RunningTool {
        try RunningTool(python, on: port) { port in [path(script)] + arguments(port) }
    }

    private static func path(_ script: String) -> String {
        packageRoot.appending(path: "Tests/Peers/\(script)").path
    }
}
