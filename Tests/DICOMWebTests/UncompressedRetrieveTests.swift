import DICOMCore
import Foundation
import Glibc
import TestHarness
import Testing

@testable import DICOMWeb

/// Gives an image of WebObject as the uncompressed copy of any image, or fails.
private struct StandIn: ImageDecoding {
    var bitsAllocated: UInt16 = 16
    var error: ImageDecodingError?

    static let samples = [UInt8](100..<112)

    var file: [UInt8] {
        get throws {
            try WebObject.file(1, pixels: Self.samples).replacing(
                "IS\u{2}\u{0}2 ".utf8, with: "IS\u{2}\u{0}1 ".utf8
            ).replacing(
                [0x00, 0x01, 0x55, 0x53, 2, 0, 16, 0], with: [0x00, 0x01, 0x55, 0x53, 2, 0, UInt8(bitsAllocated), 0])
        }
    }

    func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        if let error { throw error }
        var name = Array("/tmp/thoraxd-copy-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        guard let file = try? file, write(descriptor, file, file.count) == file.count else {
            throw .failed(reason: "no file")
        }
        return UncompressedObject(descriptor: descriptor, byteCount: file.count)
    }

    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool { throw .busy(limit: 0) }
}

/// Images stored compressed, for clients that ask for samples.
@Suite(.timeLimit(.minutes(10)))
struct UncompressedRetrieveTests {
    private let instance = "/studies/1.2.1/series/1.2.1.1/instances/1.2.1.1.1"
    private static let frames = "multipart/related; type=\"application/octet-stream\""

    private func node(_ decoding: StandIn = StandIn(), lossy: Bool = false) async throws -> RunningFront {
        let node = try await RunningFront(decoding: decoding)
        var object = try WebObject.compressed()
        // Two transfer syntaxes whose UIDs are of one length.
        if lossy { object.replace("1.2.840.10008.1.2.4.70".utf8, with: "1.2.840.10008.1.2.4.50".utf8) }
        let stored = try await node.store([object])
        try #require(stored.status == 200, "\(stored.text)")
        return node
    }

    @Test func `HEAD of frames and instances decodes nothing`() async throws {
        let node = try await node(StandIn(error: .busy(limit: 0)))
        for (path, type) in [("\(instance)/frames/1", "application/octet-stream"), (instance, "application/dicom")] {
            let head = try await node.send(path, method: "HEAD", headers: ["Accept": type])
            #expect(head.status == 200 && head.headers["content-type"]?.hasPrefix(type) == true, "\(head.headers)")
            #expect(try await node.get(path, accept: type).status == 503)
        }
    }

    @Test func `HEAD of a study is refused as GET is, if a later instance cannot be sent as asked`() async throws {
        let node = try await node()
        #expect(try await node.store([WebObject.compressed(2, in: .jpegXLLossless)]).status == 200)
        let type = "multipart/related; type=\"application/dicom\"; transfer-syntax=1.2.840.10008.1.2.1"
        for method in ["HEAD", "GET"] {
            let answer = try await node.send("/studies/1.2.1", method: method, headers: ["Accept": type])
            #expect(answer.status == 406, "\(method): \(answer.status)")
        }
    }

    @Test(arguments: ["application/dicom", "application/dicom; transfer-syntax=1.2.840.10008.1.2.1"])
    func `an image without loss goes uncompressed where no transfer syntax or Explicit VR is asked for`(
        accept: String
    ) async throws {
        let answer = try await node().get(instance, accept: accept)
        #expect(answer.status == 200, "\(answer.text)")
        #expect(answer.headers["content-type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")
        #expect(try answer.body == StandIn().file)
        #expect(answer.headers["content-length"] == "\(answer.body.count)")
    }

    @Test func `a study goes uncompressed too, in parts`() async throws {
        let answer = try await node().get("/studies/1.2.1", accept: "multipart/related; type=\"application/dicom\"")
        #expect(answer.text.contains("Content-Type: application/dicom; transfer-syntax=1.2.840.10008.1.2.1\r\n"))
        #expect(answer.headers["content-length"] == "\(answer.body.count)")
    }

    @Test(arguments: [
        "*/*", "application/dicom; transfer-syntax=*", "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.70",
    ])
    func `it goes as it is stored where anything or that is asked for`(accept: String) async throws {
        let answer = try await node(StandIn(error: .busy(limit: 2))).get(instance, accept: accept)
        #expect(answer.status == 200 && (answer.headers["content-type"]! + answer.text).contains("1.2.4.70"))
    }

    @Test func `a lossy image goes as it is stored unless Explicit VR is asked for by its UID`() async throws {
        let node = try await node(lossy: true)
        let stored = try await node.get(instance, accept: "application/dicom")
        #expect(stored.headers["content-type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.4.50")
        let plain = try await node.get(instance, accept: "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")
        #expect(plain.headers["content-type"] == "application/dicom; transfer-syntax=1.2.840.10008.1.2.1")
        let frame = try await node.get("\(instance)/frames/1", accept: Self.frames)
        #expect(frame.text.contains("Content-Type: image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.50\r\n"))
    }

    @Test func `frames are samples where octet-stream is asked for without a transfer syntax`() async throws {
        let node = try await node()
        let answer = try await node.get("\(instance)/frames/1", accept: Self.frames)
        #expect(answer.text.contains("Content-Type: application/octet-stream\r\n"))
        #expect(answer.body.firstRange(of: StandIn.samples) != nil)
        let one = try await node.get("\(instance)/frames/1", accept: "application/octet-stream")
        #expect(one.body == StandIn.samples)
        for accept in ["image/jpeg", "*/*", Self.frames + "; transfer-syntax=*"] {
            let stored = try await node.get("\(instance)/frames/1", accept: accept)
            #expect(
                (stored.headers["content-type"]! + stored.text).contains("image/jpeg; transfer-syntax"), "\(accept)")
        }
        #expect(try await node.get("\(instance)/frames/2", accept: Self.frames).status == 404)
    }

    @Test(arguments: ["bulkdata/7FE00010", "pixeldata", "bulkdata"])
    func `compressed pixels at their other addresses are what is accepted too`(path: String) async throws {
        let node = try await node()
        let samples = try await node.get("\(instance)/\(path)", accept: Self.frames)
        #expect(samples.status == 200, "\(samples.text)")
        #expect(samples.body.firstRange(of: StandIn.samples) != nil && !samples.text.contains("image/jpeg"))
        #expect(samples.text.contains("\(node.base)\(instance)/frames/1\r\n"))
        for accept in ["*/*", Self.frames + "; transfer-syntax=\"*\"", "multipart/related; type=\"*/*\""] {
            let stored = try await node.get("\(instance)/\(path)", accept: accept)
            #expect(stored.text.contains("Content-Type: image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70\r\n"))
            #expect(stored.body.firstRange(of: Self.fragment) != nil, "\(accept)")
        }
        let jpeg = "multipart/related; type=\"image/jpeg\"; transfer-syntax=1.2.840.10008.1.2.4.70"
        #expect(try await node.get("\(instance)/\(path)", accept: jpeg).status == (path == "bulkdata" ? 406 : 200))
    }

    private static let fragment: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC3, 1, 2, 0xFF, 0xD9]

    @Test(arguments: ["bulkdata/7FE00010", "frames/1"])
    func `a compressed frame by itself has ranges and an entity tag`(path: String) async throws {
        let node = try await node()
        let whole = try await node.get("\(instance)/\(path)", accept: "image/jpeg")
        #expect(whole.body == Self.fragment && whole.headers["accept-ranges"] == "bytes", "\(whole.text)")
        #expect(whole.headers["content-type"] == "image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70")
        for accept in ["image/jpeg", "*/*"] {
            let part = try await node.get("\(instance)/\(path)", accept: accept, ["Range": "bytes=2-3"])
            #expect(part.status == 206 && part.body == [0xFF, 0xC3] && part.headers["content-range"] == "bytes 2-3/8")
        }
        let tag = try #require(whole.headers["etag"])
        let known = ["If-None-Match": tag]
        #expect(try await node.get("\(instance)/\(path)", accept: "image/jpeg", known).status == 304)
        // Samples are other bytes.
        let samples = try await node.get("\(instance)/\(path)", accept: "application/octet-stream", known)
        #expect(samples.status == 200 && samples.body == StandIn.samples && samples.headers["etag"] != tag)
    }

    @Test func `HEAD of pixel data decodes nothing`() async throws {
        let node = try await node(StandIn(error: .busy(limit: 0)))
        for path in ["bulkdata/7FE00010", "pixeldata", "bulkdata"] {
            let head = try await node.send("\(instance)/\(path)", method: "HEAD", headers: ["Accept": Self.frames])
            #expect(head.status == 200 && head.headers["content-type"]?.hasPrefix("multipart/related") == true)
            #expect(try await node.get("\(instance)/\(path)", accept: Self.frames).status == 503)
        }
    }

    @Test func `frames whose samples the metadata would not describe are not samples`() async throws {
        let node = try await node(StandIn(bitsAllocated: 8))
        let refused = try await node.get(
            "\(instance)/frames/1", accept: "application/octet-stream; transfer-syntax=1.2.840.10008.1.2.1")
        #expect(refused.status == 406, "\(refused.text)")
        #expect(try await node.get(instance, accept: "application/dicom").status == 200)
    }

    @Test(arguments: [
        (ImageDecodingError.busy(limit: 2), 503), (.noSpace(bytes: 7), 503), (.failed(reason: "signal 9"), 500),
        (.undecodable(reason: "the JPEG code stream is damaged"), 500),
    ])
    func `an image that is not decoded is refused with the reason, and is there as it is stored`(
        error: ImageDecodingError, status: Int
    ) async throws {
        let node = try await node(StandIn(error: error))
        let answer = try await node.get(instance, accept: "application/dicom")
        #expect(answer.status == status && answer.text.contains("\"hint\""), "\(answer.text)")
        #expect(try await node.get(instance, accept: "application/dicom; transfer-syntax=*").status == 200)
    }
}
