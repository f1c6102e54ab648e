import Testing

/// Tests that block on the cooperative pool starve all others, and the servers in their process (`BlockingTrait`).
struct BlockingSuiteTests {
    /// Calls that block their thread until a program ends or a condition holds.
    private static let blocking = [
        "TestDaemon(", "RunningOrthanc", "RunningTool", "PythonPeer.run", "Tool.run(", "runThoraxctl(", "eventually",
    ]

    @Test func `suites that start daemons, peers or tools, or wait on their thread, are marked as blocking`() throws {
        let suites = try SourceTree.files(in: "Tests").filter {
            $0.path.hasSuffix("Tests.swift") && $0.target != "ArchitectureTests"
        }
        for suite in suites where suite.lines.contains(where: { line in Self.blocking.contains { line.contains($0) } })
        {
            #expect(suite.lines.contains { $0.contains(".blocking") }, "\(suite.path)")
        }
    }
}
