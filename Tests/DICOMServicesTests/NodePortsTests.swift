import DICOMCore
import DICOMNetwork
import DICOMTestPeer
import Foundation
import Logging
import Synchronization
import TestHarness
import Testing
import WorkListDatabase

@testable import DICOMServices

@Suite(.blocking, .timeLimit(.minutes(10)))
struct NodePortsTests {
    private func echoes(_ port: UInt16, _ options: [String] = []) throws -> Bool {
        try Tool.run("echoscu", options + ["-to", "5", "-ta", "5", "-aec", "THORAXD", "127.0.0.1", "\(port)"]).status
            == 0
    }

    private func open(_ running: RunningNode) throws -> [String] {
        try running.workList.openIncidents(limit: 9).map(\.message)
    }

    @Test func `a bad certificate ends the TLS port only, which opens when the certificate is good`() async throws {
        let directory = try TemporaryDirectory()
        let certificates = try Certificates(in: directory.url)
        let files = TLSFiles(certificate: certificates.path("node.pem"), key: certificates.path("node.key"))
        let running = try RunningNode(secure: .init(port: 0, files: files, requiresClientCertificate: false))
        try await waitUntil { running.node.isServing }
        #expect(try echoes(running.port))
        #expect(running.node.securePort == nil && running.node.certificateExpiry == nil)
        let incidents = try open(running)
        #expect(incidents.count == 1 && incidents[0].contains("DICOM TLS port"), "\(incidents)")
        #expect(incidents.first?.contains("node.pem cannot be read") == true)
        try certificates.issue("node")
        try await waitUntil {
            running.node.openPorts()
            return running.node.certificateExpiry != nil
        }
        let secure = try #require(running.node.securePort)
        #expect(try echoes(secure, ["--anonymous-tls", "+cf", certificates.path("authority.pem")]))
        #expect(try open(running).isEmpty)
    }

    @Test func `a port that is taken does not keep the node from starting, and is tried again`() async throws {
        let port = try FreePort.findLasting()
        var other: RunningNode? = try RunningNode(port: port)
        let running = try RunningNode(port: port)
        #expect(!running.node.isServing && running.port == port)
        #expect(running.node.openPortNumbers.plain == nil && running.node.portTexts.plain == "\(port) (closed)")
        let incidents = try open(running)
        #expect(incidents.count == 1 && incidents[0].contains("Address already in use"), "\(incidents)")
        // The next attempt is not due at once.
        #expect(running.node.openPorts() > .zero)
        other?.node.stop()
        other = nil
        try await waitUntil {
            running.node.openPorts()
            return running.node.isServing
        }
        #expect(try echoes(port) && open(running).isEmpty)
        #expect(running.node.openPortNumbers.plain == port && running.node.portTexts == ("\(port)", "off"))
    }

    @Test func `a port is not open before it is bound, nor after it has ended at once`() throws {
        let running = try RunningNode()
        var settings = DICOMNode.Settings(aeTitle: try #require(AETitle("THORAXD")))
        settings.port = 11112
        let log = running.log
        let incidents = IncidentLog("dicom", in: running.workList, logger: Logger(label: "test") { _ in log })
        let binding = Mutex<(ports: NodePorts?, calls: Int)>((nil, 0))
        let ports = NodePorts(settings, incidents: incidents) { (_, onFailure) throws(NetworkError) in
            let (ports, call) = binding.withLock { binding in
                binding.calls += 1
                return (binding.ports, binding.calls)
            }
            #expect(ports?.isAnyOpen == false)
            if call == 1 { throw .address("11112", errno: EADDRINUSE) }
            if call == 2 { onFailure(.address("11112", errno: EINVAL)) }
            return 11112
        }
        binding.withLock { $0.ports = ports }
        let start = ContinuousClock.now
        ports.open(at: start)
        #expect(!ports.isAnyOpen)
        ports.open(at: start + .seconds(600))
        #expect(!ports.isAnyOpen, "it ended at once")
        ports.open(at: start + .seconds(1200))
        #expect(ports.isAnyOpen && ports.openNumbers == (11112, nil))
        binding.withLock { $0.ports = nil }
    }

    @Test func `a port that ends is an incident and opens again under its number`() async throws {
        let port = try FreePort.findLasting()
        let running = try RunningNode(port: port)
        try await waitUntil { running.node.isServing }
        running.node.breakPorts()
        try await waitUntil { !running.node.isServing }
        running.node.openPorts()
        #expect(try running.workList.incidents(limit: 9).contains { $0.message.contains("ended: cannot listen on") })
        try await waitUntil {
            running.node.openPorts()
            return running.node.isServing
        }
        #expect(running.port == port)
        #expect(try echoes(port) && open(running).isEmpty)
        // One that ends again soon waits longer, and is not an incident each second.
        let failures = running.node.ports.failures
        running.node.breakPorts()
        try await waitUntil { !running.node.isServing }
        #expect(running.node.ports.failures > failures)
    }
}
