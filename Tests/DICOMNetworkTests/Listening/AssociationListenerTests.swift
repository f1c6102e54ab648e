import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Platform
import TestHarness
import Testing

private let verification = TestPeer.Proposal(1, SOPClass.verification, [.implicitVRLittleEndian])
private let radiograph = TestPeer.Proposal(3, SOPClass.computedRadiographyImage, [.explicitVRLittleEndian])

private func echo(_ peer: TestPeer) throws -> DIMSEStatus? {
    try peer.send(TestPeer.request(.echoRequest, SOPClass.verification), context: 1)
    return try peer.readMessage()?.command[.status].map(DIMSEStatus.init)
}

@Suite(.blocking, .timeLimit(.minutes(10)))
struct AssociationListenerTests {
    let acceptor = RecordingAcceptor()

    @Test func `answers DCMTK's echoscu on the reported port`() async throws {
        let running = try RunningListener(acceptor)
        let tool = try Tool.run("echoscu", ["-aet", "MODALITY", "-aec", "THORAXD", "127.0.0.1", "\(running.port)"])
        #expect(tool.status == 0, "\(tool.output)")
        _ = try await acceptor.waitFor { $0 == .released }
        #expect(acceptor.events.first == .opened(calling: "MODALITY"))
    }

    @Test func `listens on IPv6 and through it on IPv4`() throws {
        let running = try RunningListener(acceptor, address: "::")
        // DCMTK 3.6.7's own tools connect over IPv4 only.
        for host in ["::1", "127.0.0.1"] {
            let peer = try TestPeer(host, port: running.port)
            _ = try peer.associate([verification])
            #expect(try echo(peer) == .success)
            #expect(try peer.release())
        }
    }

    @Test func `reports an address that cannot be used`() throws {
        #expect(throws: NetworkError.self) {
            try AssociationListener([Endpoint(address: "not an address", port: 0)], acceptor: acceptor)
        }
        let running = try RunningListener(acceptor)
        #expect(throws: NetworkError.self) {
            try AssociationListener([Endpoint(address: "127.0.0.1", port: running.port)], acceptor: acceptor)
        }
    }

    @Test func `serves a modality while hundreds of connections are silent`() throws {
        let running = try RunningListener(acceptor)
        let silent = try (0..<300).map { _ in try TestSocket(port: running.port) }
        let peer = try TestPeer(port: running.port)
        #expect(try peer.associate([verification]) == .accepted([1: "1.2.840.10008.1.2"]))
        #expect(try echo(peer) == .success)
        #expect(try peer.release())
        silent.forEach { $0.vanish() }
    }

    @Test func `closes the oldest silent connection of an address that has too many, and says so`() async throws {
        var deadlines = Deadlines()
        deadlines.request = 600_000
        let running = try RunningListener(
            acceptor, address: "::", deadlines: deadlines, silent: SilentConnections(limitOfAddress: 3, limit: 100))
        let other = try TestSocket("::1", port: running.port)
        let silent = try (0..<5).map { _ in try TestSocket(port: running.port) }
        #expect(silent[0].isEndedByOther())
        #expect(silent[1].isEndedByOther())
        try await waitUntil { acceptor.events.filter { $0 == .didNotOpen(.tooManySilent) }.count == 2 }
        // The others may still speak: those of the same address and that of another one.
        let request = TestPeer.associateRequest([verification])
        for socket in silent.dropFirst(2) + [other] {
            try socket.send(request)
            #expect(try socket.receive(1) == [0x02])
        }
    }

    @Test func `serves whoever speaks while silent connections take every place`() async throws {
        var deadlines = Deadlines()
        deadlines.request = 600_000
        let running = try RunningListener(
            acceptor, deadlines: deadlines, silent: SilentConnections(limitOfAddress: 100, limit: 4))
        let silent = try (0..<40).map { _ in try TestSocket(port: running.port) }
        let peer = try TestPeer(port: running.port)
        #expect(try peer.associate([verification]) == .accepted([1: "1.2.840.10008.1.2"]))
        #expect(try echo(peer) == .success)
        #expect(try peer.release())
        // Four of the forty-one have a place, of which one is the peer's.
        try await waitUntil { acceptor.events.filter { $0 == .didNotOpen(.tooManySilent) }.count == 37 }
        silent.forEach { $0.vanish() }
    }

    @Test func `an association counts as silent no longer`() throws {
        let running = try RunningListener(acceptor, silent: SilentConnections(limitOfAddress: 1, limit: 1))
        let first = try TestPeer(port: running.port)
        #expect(try first.associate([verification]) == .accepted([1: "1.2.840.10008.1.2"]))
        let second = try TestPeer(port: running.port)
        #expect(try second.associate([verification]) == .accepted([1: "1.2.840.10008.1.2"]))
        #expect(try echo(first) == .success)
        #expect(try echo(second) == .success)
    }

    @Test func `rejects one association too many as transient and serves it when another has ended`() async throws {
        let running = try RunningListener(acceptor, associationLimit: 2)
        let first = try TestPeer(port: running.port)
        let second = try TestPeer(port: running.port)
        _ = try first.associate([verification])
        _ = try second.associate([verification])
        #expect(
            try TestPeer(port: running.port).associate([verification]) == .rejected(result: 2, source: 3, reason: 2))
        #expect(try first.release())
        try await waitUntil {
            if case .accepted = try TestPeer(port: running.port).associate([verification]) { true } else { false }
        }
        _ = try await acceptor.waitFor { $0 == .rejected(.localLimitExceeded) }
    }

    @Test func `rejects what the acceptor rejects, with its reason`() throws {
        let running = try RunningListener(acceptor)
        let reply = try TestPeer(port: running.port).associate([verification], called: "SOMEBODY")
        #expect(reply == .rejected(result: 1, source: 1, reason: 7))
    }

    @Test func `ignores a connection that closes without sending anything`() async throws {
        let running = try RunningListener(acceptor)
        for _ in 0..<20 { try TestSocket(port: running.port).vanish() }
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([verification])
        #expect(try peer.release())
        _ = try await acceptor.waitFor { $0 == .released }
        #expect(acceptor.events == [.opened(calling: "MODALITY"), .released])
    }

    @Test func `closes a connection that stays silent, or stops within its request`() async throws {
        var deadlines = Deadlines()
        deadlines.request = 200
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let silent = try TestSocket(port: running.port)
        let half = try TestSocket(port: running.port)
        try half.send(Array(TestPeer.associateRequest([verification]).prefix(50)))
        #expect(silent.isEndedByOther())
        while !half.isEndedByOther() {}
        try await waitUntil {
            acceptor.events.filter { $0 == .didNotOpen(.timedOut(while: .requesting)) }.count == 2
        }
    }

    @Test(arguments: [
        Array("GET / HTTP/1.1\r\nHost: x\r\n\r\n".utf8), [UInt8](repeating: 0xFF, count: 4096),
        [UInt8](repeating: 0, count: 4096), TestPeer.pdu(0x01, [UInt8](repeating: 0x41, count: 300)),
        TestPeer.pdu(0x04, [0, 0, 0, 2, 1, 3]), TestPeer.pdu(0x07, [0, 0, 0, 0]), TestPeer.pdu(0x05, [0, 0, 0, 0]),
        [0x01, 0x00, 0xFF, 0xFF, 0xFF, 0xFF], TestPeer.pdu(0x01, []), TestPeer.associateRequest([]),
    ])
    func `survives bytes that do not open an association`(bytes: [UInt8]) async throws {
        var deadlines = Deadlines()
        deadlines.request = 300
        let running = try RunningListener(acceptor, deadlines: deadlines)
        let hostile = try TestSocket(port: running.port)
        try hostile.send(bytes)
        while !hostile.isEndedByOther() {}
        let peer = try TestPeer(port: running.port)
        #expect(try peer.associate([verification]) == .accepted([1: "1.2.840.10008.1.2"]))
        #expect(try peer.release())
    }

    @Test func `stops while peers hold associations, are silent or are in the middle of an object`() async throws {
        let running = try RunningListener(acceptor)
        let silent = try TestSocket(port: running.port)
        let idle = try TestPeer(port: running.port)
        _ = try idle.associate([verification])
        let sending = try TestPeer(port: running.port)
        _ = try sending.associate([radiograph])
        let command = TestPeer.request(.storeRequest, SOPClass.computedRadiographyImage, hasDataSet: true)
        try sending.sendFragment(command.encoded, context: 3, isCommand: true, isLast: true)
        try sending.sendFragment([1, 2, 3, 4], context: 3, isCommand: false, isLast: false)
        try await running.stop()
        #expect(silent.isEndedByOther())
        #expect(throws: (any Error).self) { try TestSocket(port: running.port) }
        _ = try await acceptor.waitFor { $0 == .ended(.stopping) }
        #expect(!acceptor.events.contains { if case .received = $0 { true } else { false } })
    }
}
