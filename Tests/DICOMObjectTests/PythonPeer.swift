import Foundation
import TestHarness

/// Runs scripts in `Tests/References` with the Python that `scripts/python-peers.sh` installs.
enum PythonPeer {
    private static let python = packageRoot.appending(path: ".venv-peers/bin/python").path

    static let isPresent = FileManager.default.isExecutableFile(atPath: python)

    /// Runs a script to its end.
    static func run(_ script: String, _ arguments: [String]) throws -> Judges.Verdict {
        let path = packageRoot.appending(path: "Tests/References/DICOMObject/\(script)").path
        return try Judges.run(python, ["-W", "ignore", path] + arguments)
    }
}
