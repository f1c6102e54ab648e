import DICOMCore
import DICOMTestPeer
import DICOMWebEncoding
import Foundation
import HTTPListening
import TestHarness
import Testing
import WorkListDatabase

@testable import DICOMWeb

/// What broke other DICOMweb servers in the field, each case as a client of theirs met it. docs/web-clients.md has the list of
/// all cases with the projects that reported them; those without a test here are covered by the tests named there.
@Suite(.timeLimit(.minutes(10)))
struct FieldCasesTests {
    func node(storing objects: [[UInt8]] = []) async throws -> RunningFront {
        let node = try await RunningFront()
        guard !objects.isEmpty else { return node }
        let stored = try await node.store(objects)
        try #require(stored.status == 200, "\(stored.text)")
        return node
    }

    /// The metadata of an instance, by tag.
    func metadata(_ node: RunningFront, _ number: Int = 1) async throws -> [String: [String: Any]] {
        let answer = try await node.get("\(FieldObject.uri(number))/metadata", accept: "application/dicom+json")
        try #require(answer.status == 200, "\(answer.text)")
        return try #require(answer.matches.first)
    }

    @Test(arguments: [
        #"multipart/related; type="application/dicom"; boundary="a-b""#,
        "multipart/related; type=application/dicom; boundary=a-b",
        #"multipart/related; boundary="a-b"; type="application/dicom""#,
        "Multipart/Related;boundary=a-b;type=application/dicom",
    ])
    func `the boundary and type of a store request stand in quotes or not`(type: String) async throws {
        let node = try await node()
        let body =
            try Array("\r\n--a-b\r\nContent-Type: application/dicom\r\n\r\n".utf8) + WebObject.file(1)
            + Array("\r\n--a-b--\r\n".utf8)
        let answer = try await node.post("/studies", body, type: type)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(try node.workList.storedInstance("1.2.1.1.1") != nil)
    }

    @Test func `pixel data that look like the end of a part are stored and come back byte by byte`() async throws {
        let boundary = "thoraxd-boundary"
        let text =
            "\r\n\r\n--\r\n--thoraxd\r\n--thoraxd-boundar\r\n\r\n--thoraxd-boundarY\r\n--thoraxd-boundaryx\r\n\r\n"
        var object = FieldObject(pixels: [UInt16](repeating: 0, count: text.utf8.count / 2))
        object.set(.pixelData, "OW", bytes: Array(text.utf8.prefix(text.utf8.count / 2 * 2)))
        let node = try await node()
        let body =
            Array("--\(boundary)\r\nContent-Type: application/dicom\r\n\r\n".utf8) + object.file
            + Array("\r\n--\(boundary)--".utf8)
        let stored = try await node.post("/studies", body, type: "multipart/related; boundary=\(boundary)")
        #expect(stored.status == 200, "\(stored.text)")
        let back = try await node.get(FieldObject.uri(), accept: "application/dicom")
        #expect(back.body == object.file)
    }

    @Test func `a body in chunks of a few bytes and without a length is stored`() async throws {
        let node = try await node()
        let object = try WebObject.file(1)
        let body = Array("\r\n--b\r\nContent-Type: application/dicom\r\n\r\n".utf8) + object + Array("\r\n--b--".utf8)
        let chunks = stride(from: 0, to: body.count, by: 7).flatMap { start -> [UInt8] in
            let chunk = body[start..<min(start + 7, body.count)]
            return Array("\(String(chunk.count, radix: 16))\r\n".utf8) + chunk + Array("\r\n".utf8)
        }
        let answer = try await exchange(node, chunks + Array("0\r\n\r\n".utf8))
        #expect(answer.hasPrefix("HTTP/1.1 200"), "\(answer)")
        #expect(try node.workList.storedInstance("1.2.1.1.1") != nil)
    }

    @Test func `a chunked body that breaks off is no success, and leaves no file`() async throws {
        let node = try await node()
        let head = Array("--b\r\n\r\nDICM".utf8)
        let answer = try await exchange(
            node, Array("\(String(head.count, radix: 16))\r\n".utf8) + head + Array("\r\nffff\r\nshort".utf8),
            isCutOff: true)
        #expect(!answer.hasPrefix("HTTP/1.1 2"), "\(answer)")
        try await waitUntil {
            try FileManager.default.contentsOfDirectory(atPath: node.workList.files.incoming).isEmpty
        }
        #expect(try await node.get("/studies").text == "[]")
    }

    /// Sends a store request with a chunked body; returns the answer.
    private func exchange(_ node: RunningFront, _ body: [UInt8], isCutOff: Bool = false) async throws -> String {
        let head = [
            "POST /dicom-web/studies HTTP/1.1", "Host: 127.0.0.1", "Connection: close",
            "Authorization: Bearer \(node.token)",
            "Content-Type: multipart/related; type=application/dicom; boundary=b",
            "Transfer-Encoding: chunked", "", "",
        ].joined(separator: "\r\n")
        let port = UInt16(node.server.port)
        return try await onOwnThread {
            let socket = try TestSocket(port: port)
            try socket.send(Array(head.utf8) + body)
            if isCutOff { return "" }
            var answer: [UInt8] = []
            while let byte = try socket.receive(1) { answer += byte }
            return String(decoding: answer, as: UTF8.self)
        }
    }

    @Test func `an object without a Study Instance UID is refused, and the answer says so in words`() async throws {
        var object = FieldObject()
        object.remove(.studyInstanceUID)
        let node = try await node()
        let answer = try await node.store([object.file])
        #expect(answer.status == 409 && answer.text.contains("\"00081197\""), "\(answer.text)")
        let warning = try #require(answer.headers["warning"])
        #expect(warning.contains("Study Instance UID") || warning.contains("(0020,000D)"), "\(warning)")
        let whole = try await node.store([object.file, FieldObject(2).file])
        #expect(whole.status == 202)
    }

    @Test func `sequences ten thousand levels deep cost their own object only`() async throws {
        let level =
            [0xE1, 0x7F, 0x01, 0x10] + Array("SQ".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
            + [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF]
        let deep = [[UInt8]](repeating: level, count: 10_000).flatMap(\.self)
        let node = try await node()
        let answer = try await node.store([FieldObject(1).file + deep, FieldObject(2).file])
        #expect([200, 202].contains(answer.status), "\(answer.text)")
        #expect(try await metadata(node, 2)["00080060"] != nil)
        let series = try await node.get("/studies/\(FieldObject.study)/series/\(FieldObject.series)/metadata")
        #expect(series.status == 200 && series.values("00080018").contains("1.2.1.1.2"), "\(series.text.prefix(400))")
    }
}
