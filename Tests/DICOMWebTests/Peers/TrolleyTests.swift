import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing

@Suite(.blocking, .enabled(if: PythonPeer.hasTrolley, "needs .venv-trolley (scripts/python-peers.sh)"))
struct TrolleyTests {
    @Test func `dicomtrolley finds the samples at every level and retrieves them by every reference`() async throws {
        let node = try await RunningFront()
        let stored = try await node.store(try SampleFilms.names.map(SampleFilms.bytes))
        try #require(stored.status == 200, "\(stored.text)")
        let arguments = [node.base, node.token, SampleFilms.folder.path]
        let tool = try await onOwnThread { try PythonPeer.run("trolley.py", arguments, with: PythonPeer.trolley) }
        #expect(tool.status == 0, "\(tool.output)")
        #expect(ClientCalls.shown(by: tool.output) == (try ClientCalls.documented(of: "dicomtrolley")))
    }
}
