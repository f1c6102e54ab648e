import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Delivery
import Foundation
import TestHarness
import Testing
import WorkList
import WorkListDatabase

/// A configuration that changes while the daemon runs: real processes at both ends.
@Suite(.blocking, .serialized, .timeLimit(.minutes(10)))
struct ReloadingTests {
    private let socket = "@thoraxd-\(UUID().uuidString)"
    private let receiver: DatagramReceiver
    private let folder: TemporaryDirectory

    init() throws {
        receiver = try DatagramReceiver(at: socket)
        folder = try TemporaryDirectory()
    }

    private func daemon(_ settings: String) throws -> TestDaemon {
        let daemon = try TestDaemon(
            settings, environment: ["NOTIFY_SOCKET": socket, "THORAXD_DICOM_UNKNOWN_PEERS": "refuse"])
        #expect(try receiver.receive { $0.hasPrefix("READY=1") } != nil)
        return daemon
    }

    /// Reloads and waits until the daemon says that it has.
    private func reload(_ daemon: TestDaemon, _ settings: String) throws {
        try daemon.reload(settings)
        #expect(try receiver.receive { $0.hasPrefix("RELOADING=1\nMONOTONIC_USEC=") } != nil)
        #expect(try receiver.receive { $0 == "READY=1" } != nil)
    }

    private func echo(_ daemon: TestDaemon, as title: String) throws -> Bool {
        try daemon.dcmtk("echoscu", ["-aet", title]).status == 0
    }

    @Test func `peers come and go, and an association that is open goes on`() throws {
        let daemon = try daemon("peers: [{ name: old, ae_title: OLD }]")
        let open = try TestPeer(port: UInt16(daemon.port))
        let proposal = TestPeer.Proposal(1, SOPClass.verification, [.implicitVRLittleEndian])
        #expect(try open.associate([proposal], calling: "OLD") == .accepted([1: "1.2.840.10008.1.2"]))
        #expect(try !echo(daemon, as: "NEW"))

        try reload(daemon, "peers: [{ name: new, ae_title: NEW }]")
        #expect(try echo(daemon, as: "NEW"))
        #expect(try !echo(daemon, as: "OLD"))
        try open.send(TestPeer.request(.echoRequest, SOPClass.verification), context: 1)
        #expect(try open.readMessage()?.command[.status] == 0)
    }

    @Test func `drafts go to a peer that a reload added`() async throws {
        let daemon = try daemon("peers: [{ name: cr, ae_title: MODALITY1 }]")
        let reporter = try #require(daemon.waitForReporter())
        let archive = try RunningTool.storescp(["--bit-preserving"], keeping: folder.url)
        try reload(
            daemon,
            """
            peers:
              - { name: cr, ae_title: MODALITY1 }
              - { name: archive, ae_title: ARCHIVE, host: 127.0.0.1, port: \(archive.port), deliver: [basic-text-sr] }
            """)
        _ = try #require(daemon.waitForReporter(otherThan: reporter))
        let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path
        #expect(try daemon.dcmtk("storescu", ["-xs", "-aet", "MODALITY1"], [xray]).status == 0)
        let workList = try daemon.workList()
        try await waitUntil { try !workList.outboxListing(states: [.delivered], limit: 9).isEmpty }
        // The one that made way did not die of anything.
        #expect(try workList.incidents(limit: 9).isEmpty)
    }

    @Test func `a peer that holds its lane holds no reload, and what waits for it is given up later`() async throws {
        let silent = try SilentListener()
        func peers(_ others: String) -> String {
            """
            peers:
              - { name: cr, ae_title: MODALITY1 }
              \(others)
            """
        }
        let daemon = try daemon(
            peers("- { name: silent, ae_title: S, host: 127.0.0.1, port: \(silent.port), deliver: [basic-text-sr] }"))
        let xray = packageRoot.appending(path: "samples/xrays/thoraxd-0001-1.dcm").path
        #expect(try daemon.dcmtk("storescu", ["-xs", "-aet", "MODALITY1"], [xray]).status == 0)
        let workList = try daemon.workList()
        try await waitUntil { try !workList.outboxListing(states: [.sending], limit: 9).isEmpty }
        try reload(daemon, peers(""))
        try reload(daemon, peers("- { name: new, ae_title: NEW }"))
        #expect(try echo(daemon, as: "NEW"))
        try await waitUntil { try !workList.outboxListing(states: [.failed], limit: 9).isEmpty }
        try await waitUntil { daemon.log.contains("not delivered: no such destination") }
    }

    @Test func `a wrong configuration leaves the former one, and names line and hint`() throws {
        let daemon = try daemon("peers: [{ name: old, ae_title: OLD }]")
        try reload(daemon, "peers: [{ name: new, ae_title: NEW }]\nqurry: 1")
        #expect(try echo(daemon, as: "OLD"))
        #expect(try !echo(daemon, as: "NEW"))
        let incident = try #require(try daemon.workList().incidents(limit: 1).first)
        #expect(incident.message.contains("line 7: there is no key qurry"))
        #expect(daemon.log.contains("keeping the previous configuration"))
    }

    @Test func `the level of the log changes, and what needs a restart is named`() throws {
        let daemon = try daemon("peers: [{ name: old, ae_title: OLD }]")
        #expect(try echo(daemon, as: "OLD"))
        #expect(daemon.log.contains("association released"))
        try reload(
            daemon, "peers: [{ name: old, ae_title: OLD }]\nlog_level: warning\nquery: { maximum_results: 7 }")
        #expect(daemon.log.contains("needs a restart: query.maximum_results"))
        let before = daemon.log.components(separatedBy: "association released").count
        #expect(try echo(daemon, as: "OLD"))
        #expect(daemon.log.components(separatedBy: "association released").count == before)
    }
}
