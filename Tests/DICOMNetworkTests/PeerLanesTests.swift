import DICOMCore
import Platform
import Testing

@testable import DICOMNetwork

struct PeerLanesTests {
    /// A lane that waits for its stop.
    private final class IdleLane: Lane {
        let loop: Loop
        init(_ name: String) { loop = Loop(name) }
        func work() { while !loop.isStopped { loop.wait(upTo: .seconds(60)) } }
    }

    private func peer(_ name: String, port: UInt16 = 104) throws -> Peer {
        var peer = Peer(name: name, aeTitle: try #require(AETitle("PEER")))
        peer.host = "127.0.0.1"
        peer.port = port
        return peer
    }

    @Test func `an unchanged peer keeps its lane, a changed one gets another, and a removed one loses it`() async throws
    {
        let lanes = PeerLanes("test", among: [try peer("a"), try peer("b")], where: { $0.host != nil }) {
            IdleLane("\($0.name) \($0.port)")
        }
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        #expect(lanes.peers.map(\.name) == ["a", "b"])
        lanes.change(to: [
            try peer("b", port: 105), try peer("c"), Peer(name: "d", aeTitle: try #require(AETitle("D"))),
        ])
        #expect(lanes.peers.map(\.port) == [105, 104], "d has no host")
        lanes.stop()
        try await running.value
        #expect(lanes.hasSettled)
    }
}
