import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// Compressed frames at which DCMTK's decoders would read out of bounds or loop forever; seeds of the fuzzer `pixels`.
@Suite(.timeLimit(.minutes(10)))
struct CodedFrameTests {
    private static let seeds = packageRoot.appending(path: "Fuzzing/Corpus/pixels")

    private func picture(_ bytes: [UInt8]) throws -> Int {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(bytes).write(to: url)
            return try DICOMFile(path: url.path).grayscaleImage(threads: 1).pixels.count
        }
    }

    /// A seed with the first bytes of its only frame replaced.
    private func seed(_ name: String, frame: [UInt8] = []) throws -> [UInt8] {
        var bytes = [UInt8](try Data(contentsOf: Self.seeds.appending(path: name)))
        let table = try #require(bytes.firstRange(of: [0xFE, 0xFF, 0x00, 0xE0, 4, 0, 0, 0]))
        // After the table of one offset and the item header of the frame.
        let start = table.upperBound + 4 + 8
        bytes.replaceSubrange(start..<start + frame.count, with: frame)
        return bytes
    }

    /// Frames of 20 bytes or more after their header; the reason names what was met.
    @Test(arguments: [
        ([], "RLE segment 1 begins at byte"), ([0], "the RLE header names 0 segments, it may name 1 to 15"),
        ([16], "the RLE header names 16 segments, it may name 1 to 15"),
        ([1, 0, 0, 0, 63, 0, 0, 0], "RLE segment 1 begins at byte 63 of a frame of"),
        ([2, 0, 0, 0, 64, 0, 0, 0, 64, 0, 0, 0], "RLE segment 2 begins at byte 64 of a frame of"),
    ])
    func `refuses an RLE frame whose segments are outside it`(header: [UInt8], reason: String) throws {
        try expectRefusal(of: seed("rle_out_of_bounds.dcm", frame: header), naming: reason)
    }

    @Test(arguments: [
        ([], "the JPEG code stream has the marker FF 01 before its scan at byte 20"),
        ([0xFF, 0xD8, 0, 0], "the JPEG code stream has 00 for a marker at byte 2"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0, 1], "the JPEG code stream has a segment FF E0 of length 1 at byte 2"),
        ([0xFF, 0xD8, 0xFF, 0xDA, 0, 8], "the JPEG code stream has a scan but no frame header (SOF) at byte 2"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], "the JPEG code stream has no scan (SOS) in its"),
        ([0xFF, 0x0A], "the code stream is JPEG XL (FF 0A"),
        ([0x47, 0x49, 0x46, 0x38], "the code stream begins with 47 49 46 38"),
    ])
    func `refuses a frame that does not lead to a scan`(start: [UInt8], reason: String) throws {
        try expectRefusal(of: seed("jpeg_without_end.dcm", frame: start), naming: reason)
    }

    @Test func `shows uncompressed pixels that begin as an RLE header of the most segments`() throws {
        let object = SyntheticObject(pixels: [15, 0, 64, 0] + [UInt16](repeating: 0, count: 30), bitsStored: 8)
        let picture = try object.read { try $0.grayscaleImage(threads: 1) }
        #expect(picture.pixels.prefix(4) == [15.0 / 64, 0, 1, 0])
    }

    /// 8192 × 8192 pixels of which nothing but the header is there: precincts of 2 × 2, for which OpenJPEG would take
    /// several gigabytes; in the main header, and in that of the tile-part.
    @Test(arguments: ["j2k_precincts", "j2k_precincts_of_tile"])
    func `refuses a JPEG 2000 frame with more precincts than bytes`(name: String) throws {
        let bytes = [UInt8](try Data(contentsOf: Self.seeds.appending(path: name + ".dcm")))
        expectRefusal(of: bytes, naming: "the code stream declares more precincts than it can have")
    }

    @Test func `refuses a JPEG frame of more scans than any has`() throws {
        let scan: [UInt8] = [0xFF, 0xDA, 0, 8, 1, 1, 0, 1, 63, 0, 0]
        let frame: [UInt8] = [0xFF, 0xD8, 0xFF, 0xC2, 0, 11, 8, 0, 1, 0, 1, 1, 1, 0x11, 0]
        // The mean alone, then all else again and again.
        let start = frame + [0xFF, 0xDA, 0, 8, 1, 1, 0, 0, 0, 0, 0]
        let stream = start + (0..<100).flatMap { _ in scan } + [0xFF, 0xD9]
        #expect(throws: DICOMObjectError.self) { try JPEGMarkers(stream) }
        #expect(try JPEGMarkers(start + (0..<99).flatMap { _ in scan } + [0xFF, 0xD9]).hasEnd)
        let bytes = try seed("jpeg_without_end.dcm", frame: stream)
        expectRefusal(of: bytes, naming: "the JPEG code stream has 101 scans (SOS), at most 100 are decoded at byte 15")
    }

    private func expectRefusal(of bytes: [UInt8], naming reason: String) {
        let error = #expect(throws: DICOMObjectError.self) { try picture(bytes) }
        #expect(error?.description.contains(reason) == true, "\(String(describing: error))")
    }

    @Test func `every seed is decoded or refused`() throws {
        let names = try FileManager.default.contentsOfDirectory(atPath: Self.seeds.path)
        #expect(names.count > 30)
        var decoded = 0
        for name in names {
            do {
                decoded += try picture(seed: name) > 0 ? 1 : 0
            } catch is DICOMObjectError {}
        }
        #expect(decoded >= 5)
    }

    private func picture(seed name: String) throws -> Int {
        try DICOMFile(path: Self.seeds.appending(path: name).path).grayscaleImage(threads: 1).pixels.count
    }
}
