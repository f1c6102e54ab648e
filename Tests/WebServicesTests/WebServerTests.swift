import Foundation
import FoundationNetworking
import Logging
import Testing
import WebServices

struct WebServerTests {
    @Test func `answers on a port that the system chose`() async throws {
        let (ports, announce) = AsyncStream.makeStream(of: Int.self)
        let server = WebServer(address: "127.0.0.1", port: 0, logger: Logger(label: "test"))
        let serving = Task { try await server.run { announce.yield($0) } }
        defer { serving.cancel() }
        var iterator = ports.makeAsyncIterator()
        let port = try #require(await iterator.next())
        let url = try #require(URL(string: "http://127.0.0.1:\(port)/healthz"))
        let (body, _) = try await URLSession.shared.data(from: url)
        #expect(String(decoding: body, as: UTF8.self) == "ok\n")
    }
}
