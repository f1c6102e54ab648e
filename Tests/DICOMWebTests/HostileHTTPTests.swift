import DICOMTestPeer
import Foundation
import HTTPListening
import TestHarness
import Testing
import WebServing
import WorkListDatabase

@testable import DICOMWeb

/// Clients that do not follow HTTP, or that want to keep others from being served.
@Suite(.timeLimit(.minutes(10)))
struct HostileHTTPTests {
    /// Sends bytes and returns what comes back until the end of the connection.
    private func exchange(_ front: RunningFront, _ text: String) async throws -> String {
        let port = UInt16(front.server.port)
        return try await onOwnThread {
            let socket = try TestSocket(port: port)
            try? socket.send(Array(text.utf8))
            var answer: [UInt8] = []
            while let byte = try socket.receive(1) { answer += byte }
            return String(decoding: answer, as: UTF8.self)
        }
    }

    private func head(
        _ front: RunningFront, _ line: String, _ fields: [String] = [], token: Bool = true
    ) -> String {
        let own = ["Host: 127.0.0.1", "Connection: close"] + (token ? ["Authorization: Bearer \(front.token)"] : [])
        return ([line] + own + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }

    private func isServing(_ front: RunningFront) async throws -> Bool {
        let stored = try await front.store([WebObject.file(1)])
        let found = try await front.get("/studies")
        return stored.status == 200 && found.status == 200 && found.matches.count == 1
    }

    @Test(arguments: [
        "/dicom-web/../../etc/passwd", "/dicom-web/studies/../../../etc/passwd", "/dicom-web/%2e%2e/%2e%2e/etc/passwd",
        "/dicom-web//studies", "/dicom-web/studies/1.2/series/1.2/instances/../../../../etc/passwd",
        "/dicom-web/studies/1.2%00", "/dicom-web/studies/1.2/series/%2fetc%2fpasswd", "/dicom-webstudies",
        "/dicom-web/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/bulkdata/../../../../../../etc/passwd",
        "/dicom-web/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/frames/1,2,99999999999999999999",
        "/dicom-web/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1/frames/-1", "*",
    ])
    func `an invalid path is refused, and nothing but stored objects is read`(target: String) async throws {
        let front = try await RunningFront()
        #expect(try await front.store([WebObject.file(1)]).status == 200)
        let answer = try await exchange(front, head(front, "GET \(target) HTTP/1.1"))
        #expect(answer.hasPrefix("HTTP/1.1 40") || answer.hasPrefix("HTTP/1.1 41"), "\(target): \(answer)")
        #expect(!answer.contains("root:"))
        #expect(try await isServing(front))
    }

    @Test func `a length beside chunks is refused, so that no request hides in another`() async throws {
        let front = try await RunningFront()
        let hidden = head(front, "GET /dicom-web/studies HTTP/1.1")
        let answer = try await exchange(
            front,
            head(
                front, "POST /dicom-web/studies HTTP/1.1",
                [
                    "Content-Type: multipart/related; boundary=b", "Content-Length: 4", "Transfer-Encoding: chunked",
                ]) + "0\r\n\r\n" + hidden)
        #expect(answer.components(separatedBy: "HTTP/1.1 ").count <= 2, "\(answer)")
        #expect(!answer.contains("HTTP/1.1 200"), "\(answer)")
        #expect(try await isServing(front))
    }

    @Test func `heads beyond their limits are refused`() async throws {
        let front = try await RunningFront()
        let flood = (0..<5000).map { "X-\($0): \($0)" }
        for fields in [flood, ["X: " + String(repeating: "a", count: 1 << 20)]] {
            let answer = try? await exchange(front, head(front, "GET /dicom-web/studies HTTP/1.1", fields))
            #expect(answer?.hasPrefix("HTTP/1.1 200") != true)
        }
        let long = head(front, "GET /dicom-web/studies?PatientID=\(String(repeating: "a", count: 9000)) HTTP/1.1")
        #expect(try await exchange(front, long).hasPrefix("HTTP/1.1 414"))
        #expect(try await isServing(front))
    }

    @Test func `a connection whose client keeps it waiting is closed`() async throws {
        var patience = WebEndpoint.Patience()
        patience.idle = .milliseconds(300)
        let front = try await RunningFront(patience: patience)
        let port = UInt16(front.server.port)
        let post = head(
            front, "POST /dicom-web/studies HTTP/1.1",
            ["Content-Type: multipart/related; boundary=b", "Content-Length: 1000"])
        let areEnded = try await onOwnThread {
            let sockets = try (0..<3).map { _ in try TestSocket(port: port) }
            try sockets[1].send(Array("GET /dicom-web/studies HTTP/1.1\r\nHost: ".utf8))
            try sockets[2].send(Array(post.utf8) + Array("--b\r\n".utf8))
            // The last one may get an answer with the reason.
            var last: [UInt8]? = []
            while last != nil { last = try sockets[2].receive(1) }
            return sockets.prefix(2).allSatisfy { $0.isEndedByOther() }
        }
        #expect(areEnded)
        // A request without a body: between two parts of one the client may pause for longer than this listener waits.
        #expect(try await front.get("/studies").status == 200)
    }

    @Test func `a client that does not read its answer is closed, although it sends further requests`() async throws {
        var patience = WebEndpoint.Patience()
        (patience.idle, patience.writing) = (.seconds(1800), .milliseconds(300))
        let front = try await RunningFront(patience: patience)
        // More than the buffers of a connection hold.
        #expect(
            try await front.store([WebObject.file(1, pixels: [UInt8](repeating: 1, count: 32 << 20))]).status == 200)
        let port = UInt16(front.server.port)
        let get = "GET /dicom-web/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1 HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        let request = Array("\(get)Authorization: Bearer \(front.token)\r\nAccept: application/dicom\r\n\r\n".utf8)
        let code = try await onOwnThread {
            let socket = try TestSocket(port: port)
            do {
                while true {
                    try socket.send(request)
                    socket.waitForBreak(milliseconds: 50)
                }
            } catch let error as TestSocket.Broken {
                return error.code
            }
        }
        #expect(code == EPIPE || code == ECONNRESET, "\(code)")
    }

    @Test func `a request is answered while three hundred clients say nothing`() async throws {
        let front = try await RunningFront()
        let silent = try (0..<300).map { _ in try TestSocket(port: UInt16(front.server.port)) }
        #expect(try await isServing(front))
        withExtendedLifetime(silent) {}
    }

    @Test func `clients that send slowly keep no one from reading, and one more of them is asked to wait`() async throws
    {
        // None of them is closed for its silence while this test waits.
        var patience = WebEndpoint.Patience()
        patience.idle = .seconds(1800)
        let front = try await RunningFront(patience: patience)
        #expect(try await front.store([WebObject.file(1)]).status == 200)
        let fields = ["Content-Type: multipart/related; boundary=b", "Content-Length: 1000000"]
        let begun = Array((head(front, "POST /dicom-web/studies HTTP/1.1", fields) + "--b\r\n").utf8)
        func begin() throws -> TestSocket {
            let socket = try TestSocket(port: UInt16(front.server.port))
            try socket.send(begun)
            return socket
        }
        var slow = try (0..<24).map { _ in try begin() }
        try await waitUntil {
            if try await front.store([WebObject.file(2)]).status == 503 { return true }
            // One of them may have been refused, because this store had the last place.
            slow.append(try begin())
            return false
        }
        let refused = try await front.store([WebObject.file(2)])
        #expect(refused.status == 503 && refused.headers["retry-after"] != nil && refused.text.contains("hint"))
        #expect(try await front.get("/studies").status == 200)
        for socket in slow { socket.vanish() }
        try await waitUntil { try await front.store([WebObject.file(2)]).status == 200 }
    }

    @Test(arguments: [
        "", "--", "--b", "--b--", "--b\r\n", "--b\r\n\r\n", "--b\r\nContent-Type\r\n\r\nx\r\n--b--",
        "--b\n\nx\n--b--", "--b\r\n\r\nDICM\r\n--b", String(repeating: "--b\r\n\r\n", count: 100),
        "--b\r\n" + String(repeating: "X: y\r\n", count: 5000) + "\r\nx\r\n--b--",
    ])
    func `a body that is no multipart stores nothing, and says why`(body: String) async throws {
        let front = try await RunningFront()
        let answer = try await front.post("/studies", Array(body.utf8), type: "multipart/related; boundary=b")
        #expect((400..<500).contains(answer.status), "\(answer.status) \(answer.text)")
        #expect(try FileManager.default.contentsOfDirectory(atPath: front.workList.files.incoming).isEmpty)
        #expect(try await isServing(front))
    }

    @Test func `a client that leaves in the middle of a body leaves nothing behind`() async throws {
        let front = try await RunningFront()
        let fields = ["Content-Type: multipart/related; boundary=b", "Content-Length: 1000000"]
        for _ in 0..<20 {
            let socket = try TestSocket(port: UInt16(front.server.port))
            try socket.send(
                Array(head(front, "POST /dicom-web/studies HTTP/1.1", fields).utf8) + Array("--b\r\n\r\n".utf8)
                    + WebObject.file(1).prefix(200))
            socket.vanish()
        }
        try await waitUntil {
            try FileManager.default.contentsOfDirectory(atPath: front.workList.files.incoming).isEmpty
        }
        #expect(try await front.get("/studies").matches.isEmpty)
        #expect(try await isServing(front))
    }
}
