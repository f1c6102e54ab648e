import DICOMCore
import DICOMTestPeer
import Foundation
import Glibc
import TestHarness
import Testing

@testable import Delivery

/// Gives an object in Explicit VR as the uncompressed copy of any image, or fails.
private struct StandIn: ImageDecoding {
    var error: ImageDecodingError?
    static let pixels: [UInt8] = [0xE0, 0x7F, 0x10, 0x00] + Array("OW".utf8) + [0, 0, 4, 0, 0, 0, 1, 2, 3, 4]

    func uncompressed(_ path: String, frames: [Int]?) throws(ImageDecodingError) -> UncompressedObject {
        if let error { throw error }
        guard let uid = UID("1.2.9.1") else { throw .failed(reason: "no UID") }
        let meta = FileMetaInformation(
            sopClassUID: SOPClass.secondaryCaptureImage, sopInstanceUID: uid, transferSyntax: .explicitVRLittleEndian)
        let dataSet = DeliveryFixture.dataSet(
            "1.2.9.1", of: SOPClass.secondaryCaptureImage, in: .explicitLittleEndian)
        let bytes = meta.encoded + dataSet + Self.pixels
        var name = Array("/tmp/thoraxd-copy-XXXXXX".utf8CString)
        let descriptor = mkstemp(&name)
        unlink(name)
        guard write(descriptor, bytes, bytes.count) == bytes.count else { throw .failed(reason: "no file") }
        return UncompressedObject(descriptor: descriptor, byteCount: bytes.count)
    }

    func haveSameSamples(_ path: String, _ other: String) throws(ImageDecodingError) -> Bool { throw .busy(limit: 0) }
}

/// Compressed images for an archive that takes uncompressed ones only.
@Suite(.blocking, .timeLimit(.minutes(10)))
struct DecodedDeliveryTests {
    private let fixture: DeliveryFixture
    private let kept: TemporaryDirectory

    init() throws {
        fixture = try DeliveryFixture()
        kept = try TemporaryDirectory()
    }

    private func deliver(_ decoding: StandIn?, until condition: () throws -> Bool) async throws {
        let archive = try RunningTool.storescp(["--bit-preserving", "+xi"], keeping: kept.url)
        try fixture.produce(1...1, of: SOPClass.secondaryCaptureImage, in: .jpegLSLossless)
        fixture.decoding = decoding
        try await fixture.deliver(to: [DeliveryFixture.peer(on: archive.port)], until: condition)
    }

    @Test func `an image is delivered uncompressed, in Implicit VR where the archive takes no other`() async throws {
        try await deliver(StandIn()) { try fixture.isSettled() }
        #expect(try fixture.states() == [.delivered])
        let name = try #require(try FileManager.default.contentsOfDirectory(atPath: kept.url.path).first)
        let expected =
            DeliveryFixture.dataSet("1.2.9.1", of: SOPClass.secondaryCaptureImage, in: .implicitLittleEndian)
            + [0xE0, 0x7F, 0x10, 0x00, 4, 0, 0, 0, 1, 2, 3, 4]
        #expect(try Data(contentsOf: kept.url.appending(path: name)).suffix(expected.count) == Data(expected))
    }

    @Test func `an image that cannot be decoded fails for good, with the reason`() async throws {
        try await deliver(StandIn(error: .undecodable(reason: "the code stream is damaged"))) {
            try fixture.isSettled()
        }
        #expect(try fixture.states() == [.failed])
        #expect(try fixture.rows()[0].reason == "its pixels cannot be decompressed: the code stream is damaged")
    }

    @Test func `while no decoder is free, the delivery is put off`() async throws {
        try await deliver(StandIn(error: .busy(limit: 2))) { try fixture.rows()[0].reason != nil }
        #expect(try fixture.states() == [.deferred])
        #expect(try fixture.rows()[0].reason == "2 images are being decoded already")
    }

    @Test func `without a decoder an image goes as it is stored or not at all`() async throws {
        try await deliver(nil) { try fixture.isSettled() }
        #expect(try fixture.states() == [.failed])
    }
}
