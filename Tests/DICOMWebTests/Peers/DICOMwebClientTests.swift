import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing

@Suite(.blocking, .enabled(if: PythonPeer.isInstalled, "needs .venv-peers (scripts/python-peers.sh)"))
struct DICOMwebClientTests {
    @Test func `dicomweb-client stores the samples and retrieves them by every call`() async throws {
        let node = try await RunningFront()
        let samples = packageRoot.appending(path: "samples/xrays").path
        let arguments = [node.base, node.token, samples]
        let tool = try await onOwnThread { try PythonPeer.run("dicomweb.py", arguments) }
        #expect(tool.status == 0, "\(tool.output)")
        #expect(ClientCalls.shown(by: tool.output) == (try ClientCalls.documented(of: "dicomweb-client")))
    }
}
