import DICOMTestPeer
import Foundation
import HTTPListening
import Platform
import Review
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import ReviewPage

/// HEAD is answered as GET is, without a body (RFC 9110 9.3.2).
@Suite(.timeLimit(.minutes(10)))
struct HeadTests {
    private static let film = packageRoot.appending(path: "samples/xrays/thoraxd-0004-1.dcm")

    /// The path of a route, with texts of a stored film.
    private func path(_ route: PageRoute) -> String {
        let texts = [
            "{study}": "1.1", "{instance}": "1.1.1.1", "{frame}": "1", "{hash}": PageAssets.hash,
            "{name...}": "main.js",
        ]
        return route.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { texts[String($0)] ?? String($0) }.joined(separator: "/")
    }

    @Test(arguments: ["identity", "gzip"])
    func `HEAD of every route has the status and the fields of GET, and no body`(coding: String) async throws {
        let page = try await RunningPage()
        let files = page.workList.files
        try FileManager.default.copyItem(at: Self.film, to: URL(filePath: files.absolute("instances/1-1-1.dcm")))
        try page.fixture.admit()
        let clients = [try await page.signIn(.reviewer), try await page.signIn(.administrator)]
        let port = page.server.port
        // Events have no end; EventTests asks for their head.
        for route in PageRoute.all where route.method == "GET" && route.path != EventService.path {
            for client in clients {
                let headers = ["Accept-Encoding": coding, "Cookie": try #require(client.cookie)]
                let path = path(route)
                let isPicture = path.contains("/images/")
                let answers = try await OwnedThread.run(name: "test") {
                    // The second HEAD comes when a picture is kept, and its length known.
                    try ["HEAD", "GET", "HEAD"].map { try HTTPAnswer($0, path, port: port, headers: headers) }
                }
                let (before, get, head) = (answers[0], answers[1], answers[2])
                #expect(before.hasNoContent && head.hasNoContent && before.status == get.status, "\(path)")
                #expect(head.status == get.status, "\(path): \(head.status) \(get.status)")
                for field in ["content-type", "content-encoding", "vary", "etag", "cache-control"] {
                    #expect(head.headers[field] == get.headers[field], "\(path): \(field)")
                }
                for field in ["content-type", "etag", "cache-control"] {
                    #expect(before.headers[field] == get.headers[field], "\(path): \(field)")
                }
                // Other answers have times and numbers of requests in them that change.
                let lengths = [get, head].map { $0.headers["content-length"] }
                if get.status < 400, isPicture || route.access == .everybody {
                    #expect(lengths[0] == lengths[1], "\(path)")
                }
                #expect((lengths[0] == nil) == (lengths[1] == nil), "\(path): \(lengths)")
                if isPicture, path.hasSuffix("/display"), get.status == 200 {
                    #expect(head.headers["content-encoding"] == "gzip" && lengths[1] != nil)
                    #expect(before.headers["content-encoding"] == "gzip")
                }
            }
        }
    }
}
