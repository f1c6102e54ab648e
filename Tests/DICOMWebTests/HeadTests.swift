import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing

@testable import DICOMWeb

/// HEAD is answered as GET is, without a body (RFC 9110 9.3.2).
@Suite(.timeLimit(.minutes(10)))
struct HeadTests {
    /// Fields that are the same in both answers. The length may be missing where it is known only after decoding.
    private static let fields = ["content-encoding", "vary", "etag", "cache-control", "accept-ranges", "warning"]

    /// The path of a route, with texts of a stored image of two frames.
    private func path(_ route: WebRoute, study: String = "1.2.1") -> String {
        let texts = [
            "{study}": study, "{series}": "1.2.1.1", "{instance}": "1.2.1.1.1", "{frames}": "2",
            "{value...}": "7FE00010",
        ]
        return route.path.split(separator: "/", omittingEmptySubsequences: false)
            .map { texts[String($0)] ?? String($0) }.joined(separator: "/")
    }

    private func ask(_ node: RunningFront, _ method: String, _ path: String, _ headers: [String: String]) async throws
        -> HTTPAnswer
    {
        let headers = headers.merging(["Authorization": "Bearer \(node.token)"]) { $1 }
        return try await onOwnThread { [port = node.server.port] in
            try HTTPAnswer(method, "/dicom-web\(path)", port: port, headers: headers)
        }
    }

    /// The type without the boundary, which is random.
    private func type(_ answer: HTTPAnswer) -> Substring {
        let type = answer.headers["content-type"] ?? ""
        return type.prefix(upTo: type.firstRange(of: "; boundary=")?.lowerBound ?? type.endIndex)
    }

    @Test(arguments: ["identity", "gzip"])
    func `HEAD of every route has the status and the fields of GET, and no body`(coding: String) async throws {
        let node = try await RunningFront()
        // Metadata of this many instances are long enough to be compressed.
        #expect(try await node.store((1...3).map { try WebObject.file($0) }).status == 200)
        let headers = ["Accept-Encoding": coding]
        var compressed = 0
        for route in WebRoute.all where route.method == "GET" {
            for path in [path(route), path(route, study: "1.2.99")] {
                let head = try await ask(node, "HEAD", path, headers)
                let get = try await ask(node, "GET", path, headers)
                #expect(head.status == get.status, "\(path): \(head.status) \(get.status)")
                #expect(head.hasNoContent, "\(path): \(head.text)")
                #expect(type(head) == type(get), "\(path)")
                let decoded: [WebRoute.Operation] = [.retrieve(.rendered), .retrieve(.thumbnail)]
                let isDecoded = decoded.contains(route.operation)
                // What decoding finds is not known without it.
                for field in Self.fields where !(isDecoded && field == "warning") {
                    #expect(head.headers[field] == get.headers[field], "\(path): \(field)")
                }
                if !isDecoded || head.headers["content-length"] != nil {
                    // Errors name the number of their request.
                    #expect(
                        head.headers["content-length"] == get.headers["content-length"] || get.status >= 400, "\(path)")
                }
                if get.headers["content-encoding"] == "gzip" { compressed += 1 }
            }
        }
        #expect((compressed > 0) == (coding == "gzip"), "\(compressed)")
    }

    @Test func `HEAD of a frame that the image does not have is 404`() async throws {
        let node = try await RunningFront()
        #expect(try await node.store([WebObject.file(1)]).status == 200)
        let instance = "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1"
        for resource in ["frames/3", "frames/3/rendered", "frames/2,3/rendered", "frames/3/thumbnail"] {
            for method in ["HEAD", "GET"] {
                #expect(try await ask(node, method, "\(instance)/\(resource)", [:]).status == 404, "\(resource)")
            }
        }
    }
}
