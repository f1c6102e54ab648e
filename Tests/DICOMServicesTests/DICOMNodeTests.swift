import DICOMCore
import DICOMNetwork
import DICOMServices
import DICOMTestPeer
import TestHarness
import Testing
import WorkListDatabase

@Suite(.blocking, .timeLimit(.minutes(10)))
struct DICOMNodeTests {
    @Test func `answers DCMTK's echoscu and logs one line for the association`() async throws {
        let running = try RunningNode()
        let tool = try Tool.run("echoscu", ["-aec", "THORAXD", "127.0.0.1", "\(running.port)"])
        #expect(tool.status == 0, "\(tool.output)")
        try await waitUntil { !running.log.all.isEmpty }
        #expect(running.log.all.count == 1)
        #expect(running.log.all[0].hasPrefix("info association released"))
    }

    @Test func `rejects who calls another application entity`() throws {
        let running = try RunningNode()
        let peer = try TestPeer(port: running.port)
        let reply = try peer.associate([.init(1, SOPClass.verification, [.implicitVRLittleEndian])], called: "OTHER")
        #expect(reply == .rejected(result: 1, source: 1, reason: 7))
        let nameless = try TestPeer(port: running.port)
        #expect(
            try nameless.associate([.init(1, SOPClass.verification, [.implicitVRLittleEndian])], calling: "A\\B")
                == .rejected(result: 1, source: 1, reason: 3))
    }

    @Test func `answers requests that do not belong to their context with 0211 and goes on`() throws {
        let running = try RunningNode()
        let peer = try TestPeer(port: running.port)
        _ = try peer.associate([.init(1, SOPClass.verification, [.implicitVRLittleEndian])])
        try peer.send(
            TestPeer.request(.storeRequest, SOPClass.verification, hasDataSet: true), context: 1,
            dataSet: [UInt8](repeating: 1, count: 500_000))
        #expect(try peer.readMessage()?.command[.status] == 0x0211)
        try peer.send(TestPeer.request(.cancelRequest, SOPClass.verification), context: 1)
        try peer.send(TestPeer.request(.echoRequest, SOPClass.verification), context: 1)
        #expect(try peer.readMessage()?.command.field == .echoResponse)
        try peer.send(TestPeer.request(.echoResponse, SOPClass.verification), context: 1)
        #expect(try peer.readPDU()?.type == 0x07)
    }

    @Test func `silent connections beyond the limit of an address are counted, and reported once`() async throws {
        let running = try RunningNode()
        let silent = try (0..<40).map { _ in try TestSocket(port: running.port) }
        for socket in silent.prefix(8) { #expect(socket.isEndedByOther()) }
        try await waitUntil {
            running.node.rememberCallers()
            return try running.workList.callers().first?.refused == 8
        }
        // The node's own thread may be the one that reports.
        try await waitUntil { try !running.workList.incidents(limit: 9).isEmpty }
        let caller = try #require(try running.workList.callers().first)
        #expect(caller.address == "127.0.0.1")
        #expect(caller.refusal == "no association: too many connections without an association request")
        let incidents = try running.workList.incidents(limit: 9)
        #expect(incidents.count == 1)
        #expect(incidents.first?.message.contains("most of them from 127.0.0.1") == true)
        #expect(running.log.all.filter { $0.hasPrefix("error") }.count == 1)
        silent.forEach { $0.vanish() }
    }
}
