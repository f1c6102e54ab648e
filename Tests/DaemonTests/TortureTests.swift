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
        let figures = NSTemporaryDirectory() + "torture-\(UUID().uuidString).jsonl"
        defer { try? FileManager.default.removeItem(atPath: figures) }
        let result = try torture("--mode", mode, "--rounds", "5", "--pause", "0.8", "--figures", figures)
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains(", 0 lost"))
        let sums = try run(
            PythonPeer.python, [packageRoot.appending(path: "Tests/Torture/figures.py").path, figures])
        #expect(sums.status == 0 && sums.output.hasPrefix("5 rounds (5 \(mode))"), "\(sums)")
    }

    @Test(arguments: ["files", "directories", "logs"])
    func `a disk that forgets what it was asked to keep is found out`(_ what: String) throws {
        let result = try torture("--forget", what, "--rounds", "40", "--pause", "0.8")
        #expect(result.status == 0, "\(result.output)")
        #expect(result.output.contains("the loss was found"))
    }
}
