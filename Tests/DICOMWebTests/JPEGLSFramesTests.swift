import DICOMCore
import DICOMObject
import DICOMWebEncoding
import Foundation
import Glibc
import Synchronization
import TestHarness
import Testing
import WorkListDatabase

@testable import DICOMWeb

/// Gives an object as the uncompressed copy of any image, and counts how often.
private final class Decoded: ImageDecoding {
    private let file: [UInt8]
    private let count = Atomic(0)
    var calls: Int { count.load(ordering: .relaxed) }

    init(_ file: [UInt8] = []) { self.file = file }

    func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        count.add(1, ordering: .relaxed)
        var name = Array("/tmp/thoraxd-copy-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        guard !file.isEmpty, write(descriptor, file, file.count) == file.count else { throw .failed(reason: "no file") }
        return UncompressedObject(descriptor: descriptor, byteCount: file.count)
    }

    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool { throw .busy(limit: 0) }
}

/// Frames for clients that ask for JPEG-LS.
@Suite(.timeLimit(.minutes(10)))
struct JPEGLSFramesTests {
    private static let type = "image/jls; transfer-syntax=1.2.840.10008.1.2.4.80"
    private static let shades = (0..<600).map { UInt16($0 * $0 / 7) }
    private let object = FieldObject(pixels: shades)
    private let frame = "\(FieldObject.uri())/frames/1"

    private func stream() throws -> [UInt8] {
        let stream = try JPEGLSEncoder.encode(Self.shades, rows: 1, columns: 600, bits: 16)
        return try #require(stream)
    }

    /// The object with one compressed frame.
    private func compressed(_ stream: [UInt8], in syntax: TransferSyntax) -> [UInt8] {
        compressed(stream, of: object, in: syntax)
    }

    private func compressed(_ stream: [UInt8], of object: FieldObject, in syntax: TransferSyntax) -> [UInt8] {
        func meta(_ syntax: TransferSyntax) -> [UInt8] {
            FileMetaInformation(
                sopClassUID: object.sopClass, sopInstanceUID: object.sopInstance, transferSyntax: syntax
            ).encoded
        }
        let dataSet = object.file.dropFirst(meta(.explicitVRLittleEndian).count).dropLast(2 * Self.shades.count + 12)
        let even = stream + (stream.count % 2 == 0 ? [] : [0])
        var bytes = meta(syntax)
        bytes += dataSet
        bytes += [0xE0, 0x7F, 0x10, 0x00] + Array("OB".utf8)
        bytes += [0, 0, 0xFF, 0xFF, 0xFF, 0xFF] as [UInt8]
        bytes += [0xFE, 0xFF, 0x00, 0xE0, 0, 0, 0, 0] as [UInt8]
        bytes += [0xFE, 0xFF, 0x00, 0xE0] as [UInt8]
        bytes += UInt32(even.count).littleEndianBytes
        bytes += even
        bytes += [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0] as [UInt8]
        return bytes
    }

    private func node(_ file: [UInt8], _ decoding: Decoded = Decoded()) async throws -> RunningFront {
        let node = try await RunningFront(decoding: decoding)
        #expect(try await node.store([file]).status == 200)
        return node
    }

    @Test(arguments: [
        "image/jls", "multipart/related; type=\"image/jls\"", "multipart/related; type=image/jls",
        "multipart/related; type=\"application/octet-stream\"; transfer-syntax=1.2.840.10008.1.2.4.80",
    ])
    func `an uncompressed frame is coded without loss`(accept: String) async throws {
        let answer = try await node(object.file).get(frame, accept: accept)
        try #require(answer.status == 200, "\(answer.text)")
        let stream = try stream()
        if accept == "image/jls" {
            #expect(answer.headers["content-type"] == Self.type && answer.body == stream)
        } else {
            #expect(answer.text.contains("Content-Type: \(Self.type)\r\n") && answer.body.firstRange(of: stream) != nil)
        }
    }

    /// The samples of the code stream have 16 bits also where fewer are stored.
    @Test(arguments: [12, 16]) func `an object with the code stream has the values that were coded`(bits: Int) throws {
        var object = object
        for (element, value) in [(0x0101, bits), (0x0102, bits - 1)] as [(UInt16, Int)] {
            object.set(Tag(0x0028, element), [UInt16(value)])
        }
        let shades = Self.shades.map { $0 >> UInt16(16 - bits) }
        let coded = try JPEGLSEncoder.encode(shades, rows: 1, columns: 600, bits: bits)
        let stream = try #require(coded)
        let path = NSTemporaryDirectory() + "thoraxd-test-\(UUID().uuidString).dcm"
        defer { try? FileManager.default.removeItem(atPath: path) }
        try Data(compressed(stream, of: object, in: .jpegLSLossless)).write(to: URL(filePath: path))
        #expect(try DICOMFile(path: path).frameValues(1, threads: 1)?.values == shades)
    }

    @Test func `a frame in another compression is decoded for it, and not for the third client that asks`() async throws
    {
        let decoding = Decoded(object.file)
        let node = try await node(compressed([0xFF, 0xD8, 0xFF, 0xC3, 1, 2], in: .jpegLosslessFirstOrder), decoding)
        for _ in 0..<3 {
            let answer = try await node.get(frame, accept: "image/jls")
            #expect(try answer.status == 200 && answer.body == stream(), "\(answer.text)")
        }
        #expect(decoding.calls == 2)
        let kept = try FileManager.default.subpathsOfDirectory(atPath: node.workList.files.derived)
        #expect(kept.contains { $0.contains("1-jls") })
        // What is stored is sent to others as before.
        let stored = try await node.get(frame, accept: "*/*")
        #expect(stored.text.contains("image/jpeg; transfer-syntax=1.2.840.10008.1.2.4.70"))
    }

    @Test func `HEAD codes and decodes nothing`() async throws {
        let decoding = Decoded()
        let node = try await node(compressed([0xFF, 0xD8, 0xFF, 0xC3, 1, 2], in: .jpegLosslessFirstOrder), decoding)
        let head = try await node.send(frame, method: "HEAD", headers: ["Accept": "image/jls"])
        #expect(head.status == 200 && head.headers["content-type"] == Self.type && decoding.calls == 0)
        #expect(try await node.get(frame, accept: "image/jls").status == 500)
    }

    @Test func `what JPEG-LS would not keep as it is, is not offered in it`() async throws {
        var signed = object
        signed.set(Tag(0x0028, 0x0103), [1])
        var colour = object
        colour.set(FieldObject.samplesPerPixel, [3])
        // Values of more bits than it says.
        var short = object
        for (tag, value) in [(0x0101, 12), (0x0102, 11)] as [(UInt16, UInt16)] { short.set(Tag(0x0028, tag), [value]) }
        let lossy = compressed([0xFF, 0xD8, 0xFF, 0xC0, 1, 2], in: .jpegBaseline)
        for file in [signed.file, colour.file, short.file, lossy] {
            let answer = try await node(file, Decoded(object.file)).get(frame, accept: "image/jls")
            #expect(answer.status == 406 || answer.status == 500, "\(answer.status) \(answer.text)")
            #expect(answer.text.contains("hint"))
        }
    }
}
