import Foundation
import FoundationNetworking
import Glibc
import HTTPListening
import Logging
import TestHarness
import Testing

@testable import Monitoring

@Suite(.blocking) struct WebServerTests {
    private let node: WatchedNode

    init() throws { node = try WatchedNode() }

    /// Starts a server that closes no connection because the machine is slow.
    private func start(_ parts: MonitoredParts? = nil) async throws -> HTTPServer {
        try await WebServer.start(
            address: "127.0.0.1", port: 0, monitor: try node.monitor(parts), logger: Logger(label: "test"),
            patience: WebServer.Patience(idle: .seconds(3600), connected: .seconds(3600)))
    }

    private func get(_ path: String, from server: HTTPServer) async throws -> (status: Int, type: String, body: String)
    {
        let url = try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)"))
        let (body, response) = try await URLSession.patient().data(from: url)
        let answer = try #require(response as? HTTPURLResponse)
        return (
            answer.statusCode, answer.value(forHTTPHeaderField: "Content-Type") ?? "",
            String(decoding: body, as: UTF8.self)
        )
    }

    @Test func `metrics are answered as Prometheus asks`() async throws {
        try node.draft(study: 1)
        let server = try await start(node.parts(expiry: Date(timeIntervalSince1970: 2_000_000_000)))
        defer { server.stop() }
        let answer = try await get("/metrics", from: server)
        #expect(answer.status == 200)
        #expect(answer.type == "text/plain; version=0.0.4; charset=utf-8")
        for line in [
            "thoraxd_work_list_up 1", "thoraxd_studies{state=\"drafted\"} 1", "thoraxd_ready{check=\"disk\"} 1",
            "thoraxd_certificate_expiry_timestamp_seconds 2000000000", "thoraxd_reporter_up 1",
            #"thoraxd_info{version="TEST",model="a \"model\" 1"} 1"#,
        ] {
            #expect(answer.body.contains("\n\(line)\n"), "\(line)")
        }
        #expect(!answer.body.contains("DOE"))
    }

    @Test func `a daemon whose loops come round is alive, one with a stuck loop is not`() async throws {
        let server = try await start()
        defer { server.stop() }
        let alive = try await get("/healthz", from: server)
        #expect(alive.status == 200 && alive.type == "application/json")
        #expect(alive.body == #"{"alive":true,"stuck":[]}"# + "\n")
        let other = try await start(node.parts(stuck: ["settling"]))
        defer { other.stop() }
        let stuck = try await get("/healthz", from: other)
        #expect(stuck.status == 503)
        #expect(stuck.body == #"{"alive":false,"stuck":["settling"]}"# + "\n")
    }

    @Test func `a daemon that cannot work says what keeps it from that`() async throws {
        let server = try await start()
        defer { server.stop() }
        let ready = try await get("/readyz", from: server)
        #expect(ready.status == 200)
        #expect(ready.body == #"{"failing":[],"ready":true}"# + "\n")
        node.isListening.isSet = false
        let other = try await start()
        defer { other.stop() }
        let answer = try await get("/readyz", from: other)
        #expect(answer.status == 503)
        let said = try JSONDecoder().decode(Readiness.self, from: Data(answer.body.utf8))
        #expect(!said.isReady && said.failures.map(\.check) == ["listener"])
        #expect(try await get("/metrics", from: other).body.contains("thoraxd_ready{check=\"listener\"} 0\n"))
    }

    @Test(arguments: ["/", "/worklist", "/healthz/x", "/metrics%2f..", "/%2e%2e/etc/passwd"])
    func `there is nothing else`(path: String) async throws {
        let server = try await start()
        defer { server.stop() }
        #expect(try await get(path, from: server).status == 404)
    }

    @Test func `an address that is taken is an error that says what to do`() async throws {
        let server = try await start()
        defer { server.stop() }
        let error = await #expect(throws: HTTPServerError.self) {
            _ = try await WebServer.start(
                address: "127.0.0.1", port: UInt16(server.port), monitor: try node.monitor(),
                logger: Logger(label: "test"))
        }
        #expect(error?.description.contains("Address already in use") == true)
        #expect(error?.hint.contains("metrics.port") == true)
    }

    @Test func `clients that say nothing, little or too much neither stop it nor keep it from ending`() async throws {
        let server = try await start()
        var sockets: [Int32] = []
        defer { sockets.forEach { close($0) } }
        for words in ["", "GET /met", "GET /metrics HTTP/1.1\r\nX: " + String(repeating: "a", count: 100_000)] {
            for _ in 0..<5 { sockets.append(try connected(to: server.port, saying: words)) }
        }
        #expect(try await get("/healthz", from: server).status == 200)
        let ending = Task { try await server.run() }
        server.stop()
        try await ending.value
    }

    @Test func `a scrape is answered while forty clients say nothing, and the oldest of these are closed`() async throws
    {
        let server = try await start()
        defer { server.stop() }
        let silent = try (0..<40).map { _ in try connected(to: server.port, saying: "") }
        defer { silent.forEach { close($0) } }
        #expect(try await get("/metrics", from: server).status == 200)
        // The end of the stream: the server has closed its side.
        var byte: UInt8 = 0
        #expect(recv(silent[0], &byte, 1, 0) == 0)
        #expect(recv(silent[39], &byte, 1, Int32(MSG_DONTWAIT)) == -1 && errno == EAGAIN)
    }

    private func connected(to port: Int, saying words: String) throws -> Int32 {
        let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = inet_addr("127.0.0.1")
        let result = withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
            }
        }
        try #require(result == 0)
        _ = words.withCString { send(socket, $0, strlen($0), Int32(MSG_NOSIGNAL)) }
        return socket
    }
}
