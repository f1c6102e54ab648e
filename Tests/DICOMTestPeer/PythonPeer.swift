import Foundation

/// pynetdicom and pydicom as peers: runs a script in `Tests/Peers`.
package enum PythonPeer {
    private static let package = URL(filePath: #filePath).appending(path: "../../..").standardized
    private static let python = package.appending(path: ".venv-peers/bin/python")

    /// Whether `scripts/python-peers.sh` has installed it; tests that need it are skipped otherwise.
    package static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: python.path) }

    /// Runs a script with arguments; its exit status is 0 if it found what it expected.
    package static func run(_ script: String, _ arguments: [String]) throws -> Tool {
        try Tool.run(
            at: python, [package.appending(path: "Tests/Peers/\(script)").path] + arguments, in: nil)
    }

    /// Starts a script that serves, and waits until it listens.
    ///
    /// - Parameter arguments: returns its arguments, given the port to listen on.
    package static func start(
        _ script: String, on port: UInt16? = nil, _ arguments: (_ port: UInt16) -> [String]
    ) throws -> RunningTool {
        try RunningTool(python.path, on: port) { port in
            [package.appending(path: "Tests/Peers/\(script)").path] + arguments(port)
        }
    }
}
