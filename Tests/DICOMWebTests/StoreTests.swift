import Auditing
import DICOMCore
import DICOMTestPeer
import DICOMWebEncoding
import Foundation
import HTTPListening
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct StoreTests {
    @Test func `what is stored is on disk and in the work list, and can be stored again`() async throws {
        let node = try await RunningFront()
        let objects = try (1...40).map { try WebObject.file($0) }
        let answer = try await node.store(objects)
        #expect(answer.status == 200, "\(answer.text)")
        // dicomweb-client compares the whole string.
        #expect(answer.headers["content-type"] == "application/dicom+json")
        for number in 1...40 { #expect(try node.workList.storedInstance("1.2.1.1.\(number)") != nil) }
        let stored = try #require(try node.workList.storedInstance("1.2.1.1.7"))
        #expect(try [UInt8](Data(contentsOf: URL(filePath: stored.path))) == objects[6])
        #expect(answer.text.contains(#""00081190":{"vr":"UR","Value":["\#(node.base)/studies/1.2.1"]}"#))
        #expect(try await node.store(objects).status == 200)
    }

    @Test func `a part that is not DICOM fails, and the others are stored`() async throws {
        let node = try await RunningFront()
        let answer = try await node.store([Array("no DICOM".utf8), try WebObject.file(1)])
        #expect(answer.status == 202)
        #expect(answer.text.contains(#""0008119A":{"vr":"SQ","Value":[{"00081197":{"vr":"US","Value":[49152]}}]}"#))
        #expect(try node.workList.storedInstance("1.2.1.1.1") != nil)
        let none = try await node.store([Array("no DICOM".utf8)])
        #expect(none.status == 409)
        #expect(none.headers["warning"]?.contains("DICM") == true)
    }

    @Test func `an object that cannot be read is named by what its file says it holds`() async throws {
        let node = try await RunningFront()
        // A transfer syntax that nobody has, of the same length.
        let syntax = "1.2.840.10008.1.2.4.70"
        let film = try WebObject.compressed().replacing(syntax.utf8, with: "1.2.840.10008.1.2.4.99".utf8)
        // Ends within the first element of the data set.
        let whole = try WebObject.file(2)
        let start = try #require(whole.firstRange(of: [0x08, 0x00, 0x16, 0x00])).lowerBound
        let cut = Array(whole.prefix(start + 12))
        let answer = try await node.store([film, cut, Array("no DICOM".utf8)])
        #expect(answer.status == 409)
        let failed = try #require(
            answer.json(as: [String: [String: Any]].self)?["00081198"]?["Value"] as? [[String: Any]])
        let named = failed.map { ($0["00081155"] as? [String: Any])?["Value"] as? [String] ?? [] }
        #expect(named == [["1.2.1.1.1"], ["1.2.1.1.2"]], "\(answer.text)")
        let reasons = failed.map { ($0["00081197"] as? [String: Any])?["Value"] as? [Int] ?? [] }
        #expect(reasons == [[49442], [49152]], "\(answer.text)")
        #expect(answer.text.contains("\"0008119A\""))
    }

    @Test func `other bytes under a UID are a failure with its code`() async throws {
        let node = try await RunningFront()
        #expect(try await node.store([WebObject.file(1)]).status == 200)
        let other = try await node.store([WebObject.file(1, pixels: [UInt8](repeating: 9, count: 24))])
        #expect(other.status == 409)
        #expect(other.text.contains(#""00081197":{"vr":"US","Value":[273]}"#), "\(other.text)")
    }

    @Test func `one UID twice in a request is decided in order`() async throws {
        let node = try await RunningFront()
        let answer = try await node.store([
            WebObject.file(1), WebObject.file(1), WebObject.file(1, pixels: [UInt8](repeating: 9, count: 24)),
        ])
        #expect(answer.status == 202 && answer.text.contains("[273]"))
    }

    @Test func `another study, class or syntax is refused with its code`() async throws {
        let node = try await RunningFront()
        let type = "multipart/related; type=application/dicom; boundary=b"
        let body = try Array("\r\n--b\r\n\r\n".utf8) + WebObject.file(1) + Array("\r\n--b--".utf8)
        let other = try await node.post("/studies/1.2.9", body, type: type)
        #expect(other.status == 409 && other.text.contains("[43264]"), "\(other.text)")
        // The failure names the instance.
        #expect(other.text.hasPrefix(#"{"00081198""#) && other.text.contains(#"["1.2.1.1.1"]"#), "\(other.text)")
        #expect(try await node.post("/studies/1.2.1", body, type: type).status == 200)
        let ct = try await node.store([WebObject.file(2, sopClass: "1.2.840.10008.5.1.4.1.1.2")])
        #expect(ct.status == 409 && ct.text.contains("[290]"))
        #expect(try await node.post("/studies/..", body, type: type).status >= 400)
    }

    @Test func `without disk space nothing is stored, and the answer is 503 with Retry-After`() async throws {
        let node = try await RunningFront(reservedBytes: .max)
        let answer = try await node.store([WebObject.file(1)])
        #expect(answer.status == 503 && answer.headers["retry-after"] != nil && answer.text.contains("[42752]"))
    }

    @Test(arguments: [
        ("application/dicom", 400), ("multipart/related; type=application/dicom", 400),
        ("multipart/related; type=\"application/dicom+json\"; boundary=b", 415),
        ("multipart/related; type=application/dicom; boundary=c", 400),
    ])
    func `a request that is no body of parts says what would be right`(type: String, status: Int) async throws {
        let node = try await RunningFront()
        let body = Array("--b\r\n\r\nx\r\n--b--".utf8)
        let answer = try await node.post("/studies", body, type: type)
        #expect(answer.status == status)
        #expect(answer.text.contains("\"hint\":"), "\(answer.text)")
    }

    @Test func `refused parts are on the audit trail under the token's name, with counts and codes, once a minute`()
        async throws
    {
        let node = try await RunningFront()
        let other = try WebObject.file(1, pixels: [UInt8](repeating: 9, count: 24))
        let parts = [
            try WebObject.file(1), other, try WebObject.file(2, sopClass: "1.2.840.10008.5.1.4.1.1.2"),
            Array("no DICOM".utf8),
        ]
        for _ in 0..<3 { #expect(try await node.store(parts).status == 202) }
        let occurrences = node.audit.take(isLast: true)
        let viewer = AuditOccurrence.Caller(token: "viewer1", address: "127.0.0.1")
        let refusals = occurrences.compactMap { occurrence in
            if case .storeRefused(viewer, let refusal) = occurrence.what { refusal } else { nil }
        }
        #expect(refusals.map(\.studyInstanceUID) == [nil, "1.2.1"])
        let stored = "1 of 4 objects of the request are stored"
        #expect(refusals.first?.reason == "not stored: C000H for 1; \(stored)")
        #expect(refusals.last?.reason == "not stored: 0111H for 1, 0122H for 1; \(stored)")
        #expect(refusals.last?.instances.values.reduce(0, +) == 2)
        for study in [nil, "1.2.1"] {
            let again = AuditOccurrence.What.storeRefusedAgain(by: viewer, studyInstanceUID: study, count: 2)
            #expect(occurrences.contains { $0.what == again }, "\(occurrences)")
        }
        let records = try node.fixture.extendTrail(with: occurrences)
        let message = try #require(records.first { $0.event == "110104" }?.message)
        #expect(try XMLLint.complaint(of: message) == nil)
    }

    @Test func `what a token stores is on the audit trail under its name`() async throws {
        let node = try await RunningFront()
        for _ in 0..<2 { #expect(try await node.store([WebObject.file(1), WebObject.file(2)]).status == 200) }
        let occurrences = node.audit.take()
        #expect(!occurrences.contains { if case .storeRefused = $0.what { true } else { false } })
        let records = try node.fixture.extendTrail(with: occurrences).filter { $0.event == "110104" }
        let sender = "//ActiveParticipant[@UserIsRequestor='true']/@UserID"
        #expect(try records.map { try XMLLint.value(of: sender, in: $0.message) } == ["viewer1"])
        #expect(try XMLLint.value(of: "//SOPClass/@NumberOfInstances", in: try #require(records.first).message) == "2")
    }

    @Test func `a body that breaks off names what is stored of it`() async throws {
        let node = try await RunningFront()
        let body = try Array("--b\r\n\r\n".utf8) + WebObject.file(1) + Array("\r\n--b\r\n\r\nDIC".utf8)
        let answer = try await node.post("/studies", body, type: "multipart/related; boundary=b")
        #expect(answer.status == 400)
        #expect(answer.text.contains("1.2.1.1.1"), "\(answer.text)")
        #expect(answer.headers["warning"]?.contains("breaks off") == true)
    }

    @Test func `what is wrong at the beginning of a body of several pieces is said`() async throws {
        let node = try await RunningFront()
        let body = Array("--b\n".utf8) + [UInt8](repeating: 0, count: 3 << 19)
        let answer = try await node.post("/studies", body, type: "multipart/related; boundary=b")
        #expect(answer.status == 400)
        #expect(answer.text.contains("ends with LF"), "\(answer.text)")
    }

    @Test func `a client that waits with its body is told to send it`() async throws {
        let node = try await RunningFront()
        let body = MultipartBody<[UInt8]>(
            [
                .init(
                    contentType: "application/dicom", length: try WebObject.file(1).count,
                    content: try WebObject.file(1))
            ],
            type: "application/dicom")
        let bytes = body.bytes
        let head = [
            "POST /dicom-web/studies HTTP/1.1", "Host: 127.0.0.1", "Authorization: Bearer \(node.token)",
            "Content-Type: \(body.contentType)", "Content-Length: \(bytes.count)", "Expect: 100-continue",
            "Connection: close",
        ].joined(separator: "\r\n")
        let answer = try await onOwnThread { [port = node.server.port] in
            let socket = try TestSocket(port: UInt16(port))
            try socket.send(Array("\(head)\r\n\r\n".utf8))
            var received: [UInt8] = []
            let end: [UInt8] = [0x0D, 0x0A, 0x0D, 0x0A]
            while Array(received.suffix(4)) != end, let byte = try socket.receive(1) { received += byte }
            let interim = String(decoding: received, as: UTF8.self)
            try socket.send(bytes)
            received = []
            while let byte = try socket.receive(1) { received += byte }
            return (interim: interim, final: String(decoding: received, as: UTF8.self))
        }
        #expect(answer.interim.hasPrefix("HTTP/1.1 100 "), "\(answer.interim)")
        #expect(answer.final.hasPrefix("HTTP/1.1 200 "), "\(answer.final)")
        #expect(try node.workList.storedInstance("1.2.1.1.1") != nil)
    }

    @Test func `a request that is sent before the answer to another puts nothing into that answer`() async throws {
        let node = try await RunningFront()
        func head(_ line: String, _ fields: String...) -> String {
            ([line, "Host: 127.0.0.1", "Authorization: Bearer \(node.token)"] + fields).joined(separator: "\r\n")
                + "\r\n\r\n"
        }
        let search = head("GET /dicom-web/studies HTTP/1.1")
        let store = head(
            "POST /dicom-web/studies HTTP/1.1", "Content-Type: multipart/related; boundary=b", "Content-Length: 5",
            "Expect: 100-continue", "Connection: close")
        let answer = try await onOwnThread { [port = node.server.port] in
            let socket = try TestSocket(port: UInt16(port))
            try socket.send(Array("\(search)\(store)--b--".utf8))
            var received: [UInt8] = []
            while let byte = try socket.receive(1) { received += byte }
            return String(decoding: received, as: UTF8.self)
        }
        #expect(
            answer.hasPrefix("HTTP/1.1 200 ") && answer.components(separatedBy: "HTTP/1.1 4").count == 2, "\(answer)")
    }

    @Test func `a compressed body is refused, and a client that accepts only XML gets XML`() async throws {
        let node = try await RunningFront()
        let gzip = try await node.post(
            "/studies", [1], type: "multipart/related; boundary=b", ["Content-Encoding": "gzip"])
        #expect(gzip.status == 415)
        let answer = try await node.store([WebObject.file(1)], accept: "application/dicom+xml")
        #expect(answer.status == 200 && answer.headers["content-type"] == "application/dicom+xml")
        #expect(answer.text.contains("<NativeDicomModel"))
    }
}
