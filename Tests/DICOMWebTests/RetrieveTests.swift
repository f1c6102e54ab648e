import Auditing
import DICOMCore
import Foundation
import HTTPListening
import TestHarness
import Testing
import WorkListDatabase
import WorkListFixture

@testable import DICOMWeb

@Suite(.timeLimit(.minutes(10)))
struct RetrieveTests {
    private let series = "/studies/1.2.1/series/1.2.1.1"
    private var instance: String { "\(series)/instances/1.2.1.1.1" }

    private func node(_ objects: [[UInt8]]) async throws -> RunningFront {
        let node = try await RunningFront()
        let stored = try await node.store(objects)
        try #require(stored.status == 200, "\(stored.text)")
        return node
    }

    @Test func `an instance goes as it is stored, in one part or several`() async throws {
        let object = try WebObject.file(1)
        let node = try await node([object])
        let one = try await node.get(instance, accept: "application/dicom")
        #expect(one.body == object)
        #expect(one.headers["content-type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")
        let parts = try await node.get(instance, accept: "multipart/related; type=\"application/dicom\"")
        #expect(
            parts.status == 200
                && parts.headers["content-type"]?.hasPrefix("multipart/related; type=\"application/dicom\"; boundary=")
                    == true
        )
        #expect(parts.headers["content-length"] == "\(parts.body.count)")
    }

    @Test func `implicit VR never goes out`() async throws {
        let node = try await node([WebObject.file(1, syntax: .implicitVRLittleEndian)])
        for accept in ["application/dicom; transfer-syntax=*", "application/dicom"] {
            let answer = try await node.get(instance, accept: accept)
            #expect(answer.status == 200, "\(answer.text)")
            var source = ScanSource(answer.body)
            let location = try FileMetaInformation.Location(in: &source)
            #expect(location.transferSyntax == .explicitVRLittleEndian)
            let header = try InstanceHeader(
                scanning: &source, from: location.dataSetOffset, transferSyntax: location.transferSyntax)
            #expect(header.patientName == "Doe^Jane" && header.rows == 2)
            #expect(Array(answer.body.suffix(24)) == WebObject.pixels)
        }
    }

    @Test func `frames and bulk data are parts of the file`() async throws {
        let node = try await node([WebObject.file(1)])
        let frame = try await node.get("\(instance)/frames/2", accept: "application/octet-stream")
        #expect(frame.body == Array(WebObject.pixels[12...]) && frame.status == 200)
        let both = try await node.get(
            "\(instance)/frames/1,2", accept: "multipart/related; type=application/octet-stream; transfer-syntax=*")
        #expect(both.status == 200 && both.text.contains("/frames/2\r\n"))
        #expect(try await node.get("\(instance)/frames/1,2", accept: "application/octet-stream").status == 406)
        #expect(try await node.get("\(instance)/frames/3").status == 404)
        #expect(try await node.get("\(instance)/frames/x").status == 400)
        let bulk = try await node.get("\(instance)/bulkdata/29991001", accept: "application/octet-stream")
        #expect(bulk.status == 404)
        let value = try await node.get("\(instance)/bulkdata/00291001", accept: "application/octet-stream")
        #expect(value.body == [UInt8](repeating: 7, count: 100))
        let range = try await node.get("\(instance)/bulkdata/7FE00010", accept: "*/*", ["Range": "bytes=2-5"])
        #expect(range.status == 206 && range.body == [2, 3, 4, 5] && range.headers["content-range"] == "bytes 2-5/24")
        let beyond = try await node.get("\(instance)/bulkdata/7FE00010", accept: "*/*", ["Range": "bytes=24-"])
        #expect(beyond.status == 416 && beyond.headers["content-range"] == "bytes */24")
        #expect(try await node.get("\(instance)/bulkdata/../../etc").status >= 400)
    }

    @Test func `metadata is there at every level, with absolute addresses`() async throws {
        let node = try await node([WebObject.file(1), WebObject.file(2)])
        for path in ["/studies/1.2.1", series] {
            let answer = try await node.get("\(path)/metadata", accept: "application/dicom+json")
            let objects = try #require(try JSONSerialization.jsonObject(with: Data(answer.body)) as? [[String: Any]])
            #expect(objects.count == 2 && answer.headers["content-type"] == "application/dicom+json")
        }
        let one = try await node.get("\(instance)/metadata", accept: "application/json")
        #expect(one.headers["content-type"] == "application/json")
        #expect(
            one.text.contains(
                "\"7FE00010\":{\"vr\":\"OW\",\"BulkDataURI\":\"\(node.base)\(instance)/bulkdata/7FE00010\"}"))
        #expect(
            try await node.get("\(node.base)\(instance)/bulkdata/7FE00010", accept: "application/octet-stream").body
                == WebObject.pixels)
        #expect(
            try await node.get("\(instance)/metadata", accept: "multipart/related; type=application/dicom+xml").text
                .contains("<NativeDicomModel"))
    }

    @Test func `what is not there, not asked right or not served says so`() async throws {
        let node = try await node([WebObject.file(1)])
        #expect(try await node.get("/studies/1.2.99").status == 404)
        #expect(try await node.get("/studies/x").status == 400)
        #expect(try await node.get("/studies/\(String(repeating: "1", count: 65))").status == 400)
        #expect(try await node.get("\(series)/nothing").status == 404)
        let refused = try await node.get(
            instance, accept: "multipart/related; type=\"application/dicom; transfer-syntax=*\"")
        #expect(refused.status == 406 && refused.text.contains("Accept one of"), "\(refused.text)")
    }

    @Test func `bulk data of all instances are parts with their addresses`() async throws {
        let node = try await node([WebObject.file(1), WebObject.file(2)])
        let all = try await node.get("/studies/1.2.1/bulkdata")
        #expect(all.status == 200 && all.text.contains("type=\"application/octet-stream\"") == false)
        #expect(all.headers["content-type"]?.hasPrefix("multipart/related; type=\"application/octet-stream\"") == true)
        for number in 1...2 {
            for tag in ["00291001", "7FE00010"] {
                #expect(all.text.contains("\(node.base)\(series)/instances/1.2.1.1.\(number)/bulkdata/\(tag)\r\n"))
            }
        }
        let pixels = try await node.get("\(series)/pixeldata")
        #expect(pixels.status == 200 && !pixels.text.contains("/bulkdata/00291001"))
        let one = try await node.get("\(instance)/bulkdata/7FE00010", accept: "*/*", ["Range": "bytes=0-1"])
        let tag = try #require(one.headers["etag"])
        let known = try await node.get("\(instance)/bulkdata/7FE00010", accept: "*/*", ["If-None-Match": tag])
        #expect(known.status == 304 && known.body.isEmpty)
        let other = try await node.get(
            "\(instance)/bulkdata/7FE00010", accept: "application/octet-stream",
            ["If-Range": "\"x\"", "Range": "bytes=0-1"])
        #expect(other.status == 200 && other.body.count == 24)
    }

    @Test(arguments: [
        nil, "*/*", "multipart/related; type=\"application/dicom\"",
        "multipart/related; type=\"application/dicom\"; transfer-syntax=*",
        "multipart/related; type=application/dicom; transfer-syntax=*", "application/dicom",
    ])
    func `a compressed object goes as it is stored, and says so`(accept: String?) async throws {
        let node = try await node([WebObject.compressed()])
        let answer = try await node.send(instance, headers: accept.map { ["Accept": $0] } ?? [:])
        #expect(answer.status == 200, "\(answer.text)")
        let head = answer.headers["content-type"] == "application/dicom" ? "" : answer.text
        #expect(
            (answer.headers["content-type"] ?? "").contains("transfer-syntax=1.2.840.10008.1.2.4.70")
                || head.contains("Content-Type: application/dicom; transfer-syntax=1.2.840.10008.1.2.4.70\r\n"))
    }

    @Test(arguments: [
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=\"*\"",
        "multipart/related; type=application/octet-stream; transfer-syntax=*", "multipart/related; type=\"*/*\"", "*/*",
        "multipart/related; type=\"application/octet-stream\"",
    ])
    func `a compressed frame goes as it is stored, and never as if it were samples`(accept: String) async throws {
        let node = try await node([WebObject.compressed()])
        let answer = try await node.get("\(instance)/frames/1", accept: accept)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.text.contains("Content-Type: image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70\r\n"))
    }

    @Test func `what was seen is on the audit trail, a study once and then as a count`() async throws {
        let node = try await node([WebObject.file(1)])
        _ = node.audit.take()
        for frame in [1, 2, 1] { _ = try await node.get("\(instance)/frames/\(frame)") }
        _ = try await node.get(instance)
        var seen: [AuditOccurrence.What] = []
        try await waitUntil {
            seen += node.audit.take(isLast: true).map(\.what)
            return seen.contains { if case .retrievalEnded(_, _, nil) = $0 { true } else { false } }
        }
        let viewer = AuditOccurrence.Caller(token: "viewer1", address: "127.0.0.1")
        let retrieval = AuditOccurrence.Retrieval(
            studyInstanceUID: "1.2.1", instances: ["1.2.840.10008.5.1.4.1.1.1": 1], destination: nil)
        #expect(seen.filter { $0 == .accessed(by: viewer, retrieval) }.count == 1)
        #expect(seen.contains(.accessedAgain(by: viewer, studyInstanceUID: "1.2.1", count: 2)), "\(seen)")
        #expect(seen.contains(.retrievalBegan(by: viewer, retrieval)))
        let records = try node.fixture.extendTrail(with: seen.map { AuditOccurrence($0) })
        #expect(records.filter { $0.event == "110103" }.count == 2)
        for record in records { #expect(try XMLLint.complaint(of: record.message) == nil) }
    }
}
