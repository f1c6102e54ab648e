import Foundation
import Imaging
import TestHarness
import Testing

@testable import DICOMObject

/// Compressed frames at which DCMTK's decoders would read out of bounds or loop forever; seeds of the fuzzer `pixels`.
@Suite(.timeLimit(.minutes(10)))
struct CodedFramesTests {
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

    @Test(arguments: [
        ([], "an RLE segment is outside its frame"), ([0], "an RLE frame must have 1 to 15 segments"),
        ([16], "an RLE frame must have 1 to 15 segments"),
        ([1, 0, 0, 0, 63, 0, 0, 0], "an RLE segment is outside its frame"),
        ([2, 0, 0, 0, 64, 0, 0, 0, 64, 0, 0, 0], "an RLE segment is outside its frame"),
    ])
    func `refuses an RLE frame whose segments are outside it`(header: [UInt8], reason: String) throws {
        let bytes = try seed("rle_out_of_bounds.dcm", frame: header)
        #expect(throws: DICOMObjectError.undecodable(reason: reason)) { try picture(bytes) }
    }

    @Test(arguments: [
        ([], "a JPEG marker before the scan has no segment"),
        ([0xFF, 0xD8, 0, 0], "a JPEG marker is missing"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0, 1], "a JPEG segment is shorter than its length field"),
        ([0xFF, 0xD8, 0xFF, 0xDA, 0, 8], "a JPEG scan has no frame header"),
        ([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF], "a JPEG frame has no scan"),
    ])
    func `refuses a JPEG frame that does not lead to a scan`(start: [UInt8], reason: String) throws {
        let bytes = try seed("jpeg_without_end.dcm", frame: start)
        #expect(throws: DICOMObjectError.undecodable(reason: reason)) { try picture(bytes) }
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
