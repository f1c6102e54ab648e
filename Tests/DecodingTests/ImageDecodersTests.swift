import DICOMCore
import DICOMObject
import Foundation
import Imaging
import OperatorErrors
import TestHarness
import Testing

@testable import Decoding

/// Images decoded for receivers and for comparisons, each by a decoder process of its own.
final class ImageDecodersTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "copies-\(UUID().uuidString)")

    init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

    deinit { try? FileManager.default.removeItem(at: folder) }

    private func decoders(
        program: String = DecodersTests.program, reservedBytes: Int = 0, patience: Duration = .seconds(600)
    ) -> ImageDecoders {
        ImageDecoders(
            DecoderSettings(), program: program, folder: folder.path, reservedBytes: reservedBytes, patience: patience)
    }

    @Test(arguments: [
        "lossless 12x16 stored 12 of 16 unsigned", "jpegls 12x16 stored 12 of 16 signed coded 12",
        "j2k 13x15 stored 8 of 8 unsigned coded 8", "htj2k 12x16 stored 12 of 16 unsigned coded 16",
        "rle 13x15 stored 10 of 16 signed coded 16", "baseline 12x16 stored 8 of 8 unsigned",
        "jpegls first of two in three fragments with table",
    ])
    func `a copy shows what the compressed image shows, in a file that has no name`(name: String) throws {
        let sample = try CodedSample(name)
        let copy = try decoders().uncompressed(sample.path)
        let (stored, written) = (try DICOMFile(path: sample.path), try DICOMFile(path: copy.path))
        #expect(written.transferSyntaxUID == TransferSyntax.explicitVRLittleEndian.uid.description)
        #expect(written.string(.sopInstanceUID) == stored.string(.sopInstanceUID))
        #expect(try written.displayedImage().picture == stored.displayedImage().picture)
        #expect(try Data(contentsOf: URL(filePath: copy.path)).count == copy.byteCount)
        let (before, after) = (try UncompressedImage(stored), try UncompressedImage(written))
        for index in 0..<before.frameCount {
            #expect(try before.frame(index, threads: 1).bytes == after.frame(index, threads: 1).bytes)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
    }

    @Test(arguments: [
        "jpegls first of two with table", "j2k first of two in three fragments with table",
        "rle first of two without table", "lossless first of two in three fragments without table",
    ])
    func `a copy of some frames has their samples`(name: String) throws {
        let sample = try CodedSample(name)
        let stored = try UncompressedImage(DICOMFile(path: sample.path))
        for frames in [[1], [2], [1, 2]] {
            let copy = try decoders().uncompressed(sample.path, frames: frames)
            let written = try UncompressedImage(DICOMFile(path: copy.path))
            #expect(written.frameCount == frames.count)
            for (index, number) in frames.enumerated() {
                #expect(
                    try written.frame(index, threads: 1).bytes == stored.frame(number - 1, threads: 1).bytes,
                    "\(number) of \(frames)")
            }
        }
        for frames in [[3], [0], [2, 3]] {
            #expect(throws: ImageDecodingError.self) { try decoders().uncompressed(sample.path, frames: frames) }
        }
    }

    @Test func `one more than may wait is refused at once`() throws {
        let sample = try CodedSample("jpegls 12x16 stored 12 of 16 signed coded 12")
        // As if both places were taken and nobody may wait.
        let none = ImageDecoders(
            DecoderSettings(), program: DecodersTests.program, folder: folder.path, waitingLimit: -2)
        #expect(throws: ImageDecodingError.busy(limit: 2)) { try none.uncompressed(sample.path) }
    }

    @Test func `a frame is decoded although another one is damaged`() throws {
        let sample = try CodedSample("jpegls first of two with table")
        let expected = try UncompressedImage(DICOMFile(path: sample.path)).frame(1, threads: 1).bytes
        var bytes = [UInt8](try Data(contentsOf: sample.url))
        bytes.replaceSubrange(try #require(bytes.firstRange(of: [0xFF, 0xD8, 0xFF])), with: [0, 0, 0])
        try Data(bytes).write(to: sample.url)
        for damaged in [nil, [1], [1, 2]] {
            #expect(throws: ImageDecodingError.self) { try decoders().uncompressed(sample.path, frames: damaged) }
        }
        let copy = try decoders().uncompressed(sample.path, frames: [2])
        #expect(try UncompressedImage(DICOMFile(path: copy.path)).frame(0, threads: 1).bytes == expected)
    }

    @Test func `frame numbers are requested as ranges, in requests of bounded length`() {
        #expect(DecoderProcess.requests(nil) == [nil])
        #expect(DecoderProcess.requests([1, 2, 3, 7, 9, 10]) == [[1...3, 7...7, 9...10]])
        let many = DecoderProcess.requests(Array(stride(from: 1_000_001, through: 1_000_401, by: 2)))
        #expect(many.count == 5 && many.compactMap(\.self).joined().count == 201)
        for ranges in many { #expect(DecoderRequest(.frames(ranges)).bytes != nil) }
    }

    /// Named as the code stream has it, else by the code stream.
    @Test(arguments: [
        ("rle of colours named RGB", "RGB"), ("jpegls of colours named RGB", "RGB"),
        ("j2k with transform of colours named YBR_RCT", "RGB"), ("baseline RGB of colours named YBR_FULL", "RGB"),
        ("rle of luminance named YBR_FULL", "YBR_FULL"), ("baseline of colours named YBR_FULL_422", "YBR_FULL"),
        ("baseline of colours named RGB", "YBR_FULL"), ("jpegls of grays named MONOCHROME2", "RGB"),
    ])
    func `colour is uncompressed pixel by pixel, and the copy says which colours they are`(
        name: String, colours: String
    ) throws {
        let sample = try CodedSample(name)
        let copy = try decoders().uncompressed(sample.path)
        let (stored, written) = (try DICOMFile(path: sample.path), try DICOMFile(path: copy.path))
        #expect(written.string(.photometricInterpretation) == colours)
        let pixels = zip(
            try stored.displayedImage().picture.pixels, try written.displayedImage().picture.pixels)
        #expect(pixels.allSatisfy { abs($0 - $1) < 0.01 })
    }

    @Test func `an image that no decoder reads is refused for good, and the next one is decoded`() throws {
        let decoders = decoders()
        let hostile = packageRoot.appending(path: "Tests/DecodingTests/Hostile").path
        for name in try FileManager.default.contentsOfDirectory(atPath: hostile) {
            // Whether it is decoded, refused or ends its decoder.
            _ = try? decoders.uncompressed("\(hostile)/\(name)")
        }
        let text = packageRoot.appending(path: "README.md").path
        let error = #expect(throws: ImageDecodingError.self) { try decoders.uncompressed(text) }
        #expect(error?.fault.retry == .never)
        let sample = try CodedSample("jpegls 12x16 stored 12 of 16 signed coded 12")
        #expect(throws: Never.self) { try decoders.uncompressed(sample.path) }
    }

    @Test func `a decoder that does not start or lies is tried again later`() throws {
        let sample = try CodedSample("jpegls 12x16 stored 12 of 16 signed coded 12")
        let description = ImagePixelDescription(rows: 2, columns: 2)
        var (large, unlike) = (description, description)
        (large.rows, large.columns, large.numberOfFrames) = (65535, 65535, 2)
        (unlike.numberOfFrames, unlike.bitsStored) = (2, 12)
        var two = unlike
        two.bitsStored = 8
        let samples = Data(count: 8)
        for answer in [
            try Liar.head(.frame(large)), try Liar.head(.frame(description)) + samples + samples,
            try Liar.head(.frame(unlike)) + samples + Liar.head(.frame(two)) + samples, try Liar.head(.trial([])),
            try Liar.head(.frame(description)) + samples.dropLast(),
        ] {
            let liar = try Liar(answer: answer)
            let error = #expect(throws: ImageDecodingError.self) {
                try decoders(program: liar.program).uncompressed(sample.path)
            }
            #expect(error?.fault.retry == .counted)
        }
        let error = #expect(throws: ImageDecodingError.self) {
            try decoders(program: "/bin/false").uncompressed(sample.path)
        }
        #expect(error?.fault.retry == .counted)
    }

    @Test func `no copy is made of the space that is kept for arriving objects`() throws {
        let sample = try CodedSample("jpegls 12x16 stored 12 of 16 signed coded 12")
        let error = #expect(throws: ImageDecodingError.self) {
            try decoders(reservedBytes: 1 << 60).uncompressed(sample.path)
        }
        #expect(error == .noSpace(bytes: 12 * 16 * 2) && error?.fault == .outOfResources)
    }

    @Test(arguments: [
        "lossless 12x16 stored 12 of 16 unsigned", "j2k 12x16 stored 12 of 16 unsigned coded 12",
        "rle 12x16 stored 12 of 16 unsigned coded 16", "explicit 12x16 stored 12 of 16 unsigned",
        "implicit 12x16 stored 12 of 16 unsigned", "big 12x16 stored 12 of 16 unsigned",
    ])
    func `the same samples are the same in any lossless transfer syntax`(name: String) throws {
        let first = try CodedSample("jpegls 12x16 stored 12 of 16 unsigned coded 12")
        let other = try CodedSample(name)
        #expect(try decoders().haveSameSamples(first.path, other.path))
        #expect(try decoders().haveSameSamples(other.path, first.path))
    }

    @Test(arguments: [
        "j2k with transform of colours named YBR_RCT", "htj2k of colours named RGB", "rle of colours named RGB",
    ])
    func `equal colours compare equal under any photometric interpretation`(name: String) throws {
        let (first, other) = (try CodedSample("jpegls of colours named RGB"), try CodedSample(name))
        #expect(try decoders().haveSameSamples(first.path, other.path))
        let grays = try CodedSample("jpegls of grays named RGB")
        #expect(try !decoders().haveSameSamples(grays.path, other.path))
    }

    @Test(arguments: [
        "jpegls-near 12x16 stored 12 of 16 unsigned coded 12", "jpegls 12x16 stored 12 of 16 signed coded 12",
        "jpegls 12x16 stored 10 of 16 unsigned coded 10", "jpegls 13x15 stored 12 of 16 unsigned coded 12",
        "jpegls first of two with table",
    ])
    func `other samples, or the same ones with another meaning, are not the same`(name: String) throws {
        let first = try CodedSample("jpegls 12x16 stored 12 of 16 unsigned coded 12")
        let other = try CodedSample(name)
        #expect(try !decoders().haveSameSamples(first.path, other.path))
    }
}
