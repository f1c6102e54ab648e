import DICOMCore
import Foundation
import OperatorErrors
import Testing

@testable import DICOMObject

/// What the reader of a reason is told of pixels that are not decoded: the attribute, marker or byte that was met. The
/// architecture tests demand a test of every message.
struct PixelRefusalTests {
    /// An object of four pixels in one row that is refused, and the whole reason.
    struct Refusal: Sendable, CustomTestStringConvertible {
        let reason: String
        var syntax = "1.2.840.10008.1.2.4.50"
        var read: @Sendable (DICOMFile) throws -> Void = { _ = try $0.displayedImage(threads: 1) }
        let change: @Sendable (inout SyntheticObject) -> Void

        var testDescription: String { reason }
    }

    private static let rle = "1.2.840.10008.1.2.5"
    private static let jpeg2000 = "1.2.840.10008.1.2.4.90"
    private static let plain = "1.2.840.10008.1.2.1"

    /// A JPEG stream with a frame header and nothing in its scan.
    private static func jpeg(
        frame: UInt8 = 0xC0, precision: UInt8 = 8, rows: UInt8 = 1, columns: UInt8 = 4, components: UInt8 = 1
    ) -> [UInt8] {
        let numbers = Array(1...components)
        var bytes: [UInt8] = [
            0xFF, 0xD8, 0xFF, frame, 0, 8 + 3 * components, precision, 0, rows, 0, columns, components,
        ]
        for number in numbers { bytes += [number, 0x11, 0] }
        bytes += [0xFF, 0xDA, 0, 6 + 2 * components, components]
        for number in numbers { bytes += [number, 0] }
        return bytes + [0, 63, 0, 0, 0xFF, 0xD9]
    }

    private static func rleHeader(_ starts: [UInt8], bytes: Int) -> [UInt8] {
        let header = ([UInt8(starts.count)] + starts).flatMap { (start: UInt8) -> [UInt8] in [start, 0, 0, 0] }
        return header + [UInt8](repeating: 0, count: bytes - header.count)
    }

    /// The main header of a JPEG 2000 stream of 1 x 4 pixels, and a tile-part of that length.
    private static func tilePart(length: UInt8) -> [UInt8] {
        let zeros = [UInt8](repeating: 0, count: 8)
        var bytes: [UInt8] = [0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0, 0, 0, 0, 4, 0, 0, 0, 1]
        bytes += zeros
        bytes += [0, 0, 0, 4, 0, 0, 0, 1]
        bytes += zeros
        bytes += [0, 1, 7, 1, 1]
        return bytes + [0xFF, 0x90, 0, 10, 0, 0, 0, 0, 0, length, 0, 1]
    }

    private static let coded = [
        Refusal(
            reason: "the code stream, JPEG Baseline (SOF0), has 7 x 9 pixels; Rows and Columns are 1 x 4",
            change: { $0.set(fragments: [jpeg(rows: 7, columns: 9)]) }),
        Refusal(
            reason: "the code stream begins with 47 49 46 38 39 61 00 00, not as JPEG, JPEG-LS, JPEG 2000 or RLE do",
            change: { $0.set(fragments: [Array("GIF89a".utf8) + [0, 0]]) }),
        Refusal(
            reason: "JPEG Lossless (SOF3) with 17 bits per sample",
            change: { $0.set(fragments: [jpeg(frame: 0xC3, precision: 17)]) }),
        Refusal(
            reason: "the code stream, JPEG Baseline (SOF0), has 4 components; Samples per Pixel is 1",
            change: { $0.set(fragments: [jpeg(components: 4)]) }),
        Refusal(
            reason: "the JPEG code stream has a frame header FF C0 of only 3 bytes",
            change: { $0.set(fragments: [[0xFF, 0xD8, 0xFF, 0xC0, 0, 5, 8, 0, 1, 0xFF, 0xDA, 0, 2, 0]]) }),
        Refusal(
            reason: "the RLE frame has 10 bytes, its header needs 64", syntax: rle,
            change: { $0.set(fragments: [[1, 0, 0, 0, 64, 0, 0, 0, 0, 0]]) }),
        Refusal(
            reason: "the RLE header names 5 segments; Samples per Pixel 1 and Bits Allocated 16 need 2", syntax: rle,
            change: { $0.set(fragments: [rleHeader([64, 65, 66, 67, 68], bytes: 80)]) }),
        Refusal(
            reason: "RLE segment 2 ends after 0 of 4 pixels", syntax: rle,
            change: { $0.set(fragments: [rleHeader([64, 66], bytes: 64) + [0xFD, 5, 0x80, 0x80]]) }),
        Refusal(
            reason: "the JPEG 2000 code stream ends in its header, after 8 bytes", syntax: jpeg2000,
            change: { $0.set(fragments: [[0xFF, 0x4F, 0xFF, 0x51, 0, 41, 0, 0]]) }),
        Refusal(
            reason: "the JPEG 2000 tile-part (SOT) at byte 45 has a length of 99, 13 bytes follow", syntax: jpeg2000,
            change: { $0.set(fragments: [tilePart(length: 99)]) }),
        Refusal(
            reason: "Pixel Data has no fragment that is not empty", change: { $0.set(fragments: [[], []]) }),
        Refusal(
            reason: "the fragment at byte 8 of Pixel Data has a length of 1000, but only 4 bytes follow",
            change: {
                let items: [UInt8] = [0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0, 0xE0, 0xE8, 3, 0, 0]
                $0.set(0x7FE0, 0x0010, "OB", bytes: items + [0xFF, 0xD8, 0xFF, 0xC0])
            }),
        Refusal(
            reason:
                "Pixel Data of JPEG Baseline (Process 1) begins with 01 00 01 00 01 00 01 00, and its 12 bytes are not "
                + "those of uncompressed frames either",
            change: { $0.set(0x7FE0, 0x0010, "OW", words: [UInt16](repeating: 1, count: 6)) }),
    ]

    private static let frames = [
        Refusal(
            reason: "Number of Frames is 3, but Pixel Data has 2 code streams in 2 fragments",
            read: { _ = try UncompressedImage($0) },
            change: {
                $0.set(0x0028, 0x0008, "IS", text: "3")
                $0.set(fragments: [jpeg(), jpeg()])
            }),
        Refusal(
            reason: "Pixel Data has no frame 2 of 3",
            read: { _ = try UncompressedImage($0).frame(1, threads: 1) },
            change: {
                $0.set(0x0028, 0x0008, "IS", text: "3")
                $0.set(0x7FE0, 0x0010, "OB", bytes: jpeg())
            }),
        Refusal(
            reason: "Pixel Data has 12 bytes, frame 2 would end after them", syntax: plain,
            read: { _ = try $0.displayedFrame(2, threads: 1, window: nil) },
            change: {
                $0.set(0x0028, 0x0008, "IS", text: "2")
                $0.set(0x7FE0, 0x0010, "OW", words: [UInt16](repeating: 1, count: 6))
            }),
        Refusal(
            reason: "Pixel Data has 4 bytes, one frame needs 8", syntax: plain,
            change: { $0.set(0x7FE0, 0x0010, "OW", words: [1, 1]) }),
        Refusal(
            reason: "a frame outside 1 to 1 (Number of Frames) was requested",
            read: { _ = try UncompressedImage($0, frames: [2]) }, change: { $0.set(fragments: [jpeg()]) }),
        Refusal(
            reason: "overlays are embedded in the pixels (60xx,0102); they would be lost",
            read: { _ = try UncompressedImage($0) },
            change: {
                $0.set(0x6000, 0x0100, "US", words: [16])
                $0.set(0x6000, 0x0102, "US", words: [12])
                $0.set(fragments: [jpeg()])
            }),
    ]

    @Test(arguments: coded + frames) func `a refusal names what was met`(_ refusal: Refusal) throws {
        var object = SyntheticObject(pixels: [1, 2, 3, 4])
        refusal.change(&object)
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try object.write(to: url, transferSyntax: refusal.syntax)
            let error = #expect(throws: DICOMObjectError.self) { try refusal.read(DICOMFile(path: url.path)) }
            #expect(error?.description.hasSuffix(": " + refusal.reason) == true, "\(String(describing: error))")
            #expect(error?.isPermanent == true)
        }
    }

    @Test func `a file that is not there is named by its error`() {
        let error = #expect(throws: DICOMObjectError.self) { try DICOMFile(path: "/nonexistent.dcm") }
        #expect(error?.description == "object cannot be read: the file cannot be opened (errno 2)")
    }
}
