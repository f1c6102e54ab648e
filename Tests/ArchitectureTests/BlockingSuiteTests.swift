import Testing

/// Tests that block on the cooperative pool starve all others, and the servers in their process (`BlockingTrait`).
struct BlockingSuiteTests {
    /// Calls that block their thread until a program ends or a condition holds.
    private static let blocking = [
        "TestDaemon(", "RunningOrthanc", "RunningTool", "RunningProgram(", "PythonPeer.run", "Tool.run(",
        "runThoraxctl(", "try run(\"", "try run(builtPrograms", "Judges.run(", "Judges.complaints(",
        "Administered()", "eventually",
    ]

    @Test func `suites that start daemons, peers or tools, or wait on their thread, are marked as blocking`() throws {
        let suites = try SourceTree.files(in: "Tests").filter {
            $0.path.hasSuffix("Tests.swift") && $0.target != "ArchitectureTests"
        }
        for suite in suites where !suite.lines(with: Self.blocking).isEmpty {
            #expect(!suite.lines(with: ".blocking").isEmpty, "\(suite.path)")
        }
    }

    @Test func `no test waits in a run loop, which uses a whole processor meanwhile`() throws {
        for file in try SourceTree.files(in: "Tests") where file.target != "ArchitectureTests" {
            #expect(file.lines(with: ".waitUntilExit(").isEmpty, "\(file.path)")
        }
    }
}
