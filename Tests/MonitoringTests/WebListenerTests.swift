import Foundation
import HTTPListening
import Logging
import Synchronization
import TestHarness
import Testing
import WorkList
import WorkListDatabase

@testable import Monitoring

/// An HTTP port that cannot be used costs monitoring, never the node.
@Suite(.timeLimit(.minutes(10)))
struct WebListenerTests {
    private let node: WatchedNode
    private let ports = Ports()
    private let logger = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// The ports on which a listener's server has listened.
    private final class Ports: Sendable {
        private let all = Mutex<[Int]>([])
        var count: Int { all.withLock { $0.count } }
        func add(_ port: Int) { all.withLock { $0.append(port) } }
    }

    init() throws { node = try WatchedNode() }

    private func server(on port: Int) async throws -> HTTPServer {
        try await WebServer.start(
            address: "127.0.0.1", port: UInt16(port), monitor: try node.monitor(), logger: logger)
    }

    private func listener(on port: Int) async throws -> WebListener {
        let (ports, logger, monitor) = (ports, logger, try node.monitor())
        return await WebListener(of: "monitoring", incidents: IncidentLog("metrics", in: node.workList, logger: logger))
        {
            let server = try await WebServer.start(
                address: "127.0.0.1", port: UInt16(port), monitor: monitor, logger: logger)
            ports.add(server.port)
            return server
        }
    }

    @Test func `a port in use is one incident, and is taken as soon as it is free`() async throws {
        let other = try await server(on: 0)
        let listener = try await listener(on: other.port)
        #expect(ports.count == 0)
        let incident = try #require(try node.workList.incidents(limit: 1).first)
        #expect(incident.message.contains("cannot listen on 127.0.0.1 port \(other.port)"), "\(incident.message)")
        other.stop()
        try await waitUntil { ports.count == 1 }
        #expect(try node.workList.incidents(limit: 9).count == 1)
        listener.stop()
        await listener.run()
    }

    @Test func `it can be stopped while it listens and while it waits for its port`() async throws {
        let listening = try await listener(on: 0)
        #expect(ports.count == 1)
        listening.stop()
        await listening.run()
        let other = try await server(on: 0)
        defer { other.stop() }
        let waiting = try await listener(on: other.port)
        waiting.stop()
        await waiting.run()
    }
}
