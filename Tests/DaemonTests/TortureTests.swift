import DICOMTestPeer
import Foundation
import TestHarness
import Testing

/// `make torture` for a few rounds: real processes that are killed, and a disk that forgets what was not synced.
@Suite(
    .blocking, .serialized, .timeLimit(.minutes(20)),
    .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct TortureTests {
    private func torture(_ arguments: String...) throws -> (status: Int32, output: String) {
        let driver = packageRoot.appending(path: "Tests/Torture/torture.py").path
        return try run(
            PythonPeer.python,
            [driver, "--programs", builtPrograms.path, "--directory", NSTemporaryDirectory()] + arguments)
    }

    @Test(arguments: ["kill", "power"])
    func `nothing that was acknowledged is lost`(_ mode: String) throws {
        let result = try torture("--mode", mode, "--rounds", "5", "--pause", "0.8")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(", 0 lost"))
    }

    @Test(arguments: ["files", "directories", "logs"])
    func `a disk that forgets what it was asked to keep is found out`(_ what: String) throws {
        let result = try torture("--forget", what, "--rounds", "40", "--pause", "0.8")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("the loss was found"))
    }
}
