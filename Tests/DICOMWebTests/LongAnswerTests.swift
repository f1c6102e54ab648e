import DICOMTestPeer
import DICOMWebEncoding
import Foundation
import HTTPListening
import Hummingbird
import TestHarness
import Testing
import WebServing
import WorkListDatabase

@testable import DICOMWeb

/// What answers take of the daemon's memory, however many there are and however slowly they are read.
@Suite(.timeLimit(.minutes(10)))
struct LongAnswerTests {
    private let metadata = "/studies/\(FieldObject.study)/metadata"

    private func node(_ memory: AnswerMemory, storing count: Int) async throws -> RunningFront {
        let node = try await RunningFront(memory: memory)
        #expect(try await node.store((1...count).map { FieldObject($0).file }).status == 200)
        return node
    }

    /// The metadata as the bytes on the connection, with chunks and trailer.
    private func raw(_ node: RunningFront, _ coding: String) async throws -> HTTPAnswer {
        let headers = ["Authorization": "Bearer \(node.token)", "Accept-Encoding": coding]
        return try await onOwnThread { [port = node.server.port, metadata] in
            try HTTPAnswer("GET", "/dicom-web\(metadata)", port: port, headers: headers)
        }
    }

    @Test func `without room for an answer it is 503 with Retry-After, and others are sent`() async throws {
        let memory = AnswerMemory(limit: 5000, uncounted: 0)
        let node = try await node(memory, storing: 1)
        let held = try memory.share(of: 4999)
        for path in ["/studies", metadata] {
            let refused = try await node.get(path)
            #expect(refused.status == 503 && refused.headers["retry-after"] != nil, "\(refused.text)")
            #expect(refused.text.contains("waiting to be read") && refused.text.contains("hint"))
        }
        #expect(try await node.get("\(FieldObject.uri())/frames/1").status == 200)
        withExtendedLifetime(held) {}
    }

    @Test(arguments: ["application/dicom+json", "multipart/related; type=\"application/dicom+xml\""])
    func `a long answer of metadata is made as it is sent, and is the same as one made before`(accept: String)
        async throws
    {
        // More than one piece after the first.
        let (short, long) = (AnswerMemory(), AnswerMemory(ofOneAnswer: 2000, uncounted: 0))
        let whole = try await self.node(short, storing: 700).get(
            metadata, accept: accept, ["Accept-Encoding": "identity"])
        let node = try await self.node(long, storing: 700)
        let streamed = try await node.get(metadata, accept: accept, ["Accept-Encoding": "identity"])
        #expect(whole.status == 200 && streamed.status == 200)
        #expect(streamed.headers["content-length"] == nil && whole.headers["content-length"] != nil)
        #expect(streamed.headers["warning"]?.contains("named in the trailer") == true)
        #expect(streamed.text.components(separatedBy: "1.2.840.10008.1.2.1").count == 701)
        if accept == "application/dicom+json" {
            #expect(Set(streamed.values("00080018")) == Set(whole.values("00080018")))
        } else {
            #expect(streamed.text.components(separatedBy: "<NativeDicomModel").count == 701)
        }
        #expect(try await node.send(metadata, method: "HEAD", headers: ["Accept": accept]).status == 200)
        try await waitUntil { long.byteCount == 0 }
    }

    @Test func `an object that cannot be read is left out of a long answer, which the trailer says`() async throws {
        let node = try await node(AnswerMemory(ofOneAnswer: 2000, uncounted: 0), storing: 50)
        let uid = "1.2.1.1.50"
        let last = try #require(try node.workList.storedInstance(uid))
        try Data("no object".utf8).write(to: URL(filePath: last.path))
        let text = try await raw(node, "identity").text
        #expect(text.components(separatedBy: "\"00083002\"").count == 50)
        #expect(text.contains("the metadata of \(uid) cannot be read and is left out"), "\(text.suffix(300))")
        #expect(text.lowercased().contains("warning: 299"))
    }

    @Test func `a client that takes gzip gets a long answer compressed`() async throws {
        let node = try await node(AnswerMemory(ofOneAnswer: 2000, uncounted: 0), storing: 50)
        let plain = try await node.get(metadata, accept: "*/*", ["Accept-Encoding": "identity"])
        let compressed = try await node.get(metadata, accept: "*/*", ["Accept-Encoding": "gzip"])
        #expect(compressed.body == plain.body && plain.matches.count == 50)
        #expect(try await raw(node, "gzip").headers["content-encoding"] == "gzip")
        #expect(try await raw(node, "identity").headers["content-encoding"] == nil)
    }
}
