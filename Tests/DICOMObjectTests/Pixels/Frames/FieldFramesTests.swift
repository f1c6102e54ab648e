import Foundation
import Imaging
import OperatorErrors
import TestHarness
import Testing

@testable import DICOMObject

/// Objects as devices in the field send them, with pixels that the standard does not allow; see `Field/README.md`.
@Suite(.timeLimit(.minutes(10)))
struct FieldFramesTests {
    private static let folder = packageRoot.appending(path: "Tests/DICOMObjectTests/Field")

    /// Each differs from the film by what its coding loses, and by that at the ends of the range, which is stretched; the
    /// encoder of `ext12_stored10_q90` has made the bright parts of the film white.
    private static let same: [(file: String, tolerance: Float)] = [
        ("jpeg8_alloc16_stored8", 0.012), ("ll70_in_baseline", 0.003), ("ext12_stored10_q90", 0.075),
        ("jls8_alloc16_stored8", 0.003), ("htj2k", 0.003), ("jpeg_no_eoi", 0.012), ("j2k_no_eoc", 0.003),
        ("rle_1024_fragments", 0.003), ("jpeg_no_delimiter", 0.012), ("jpeg_in_j2k", 0.012), ("un_pixels", 0.003),
    ]

    @Test(arguments: same)
    func `shows the film that was taken`(file: String, tolerance: Float) throws {
        let film = try PictureFile.read(path: Self.folder.appending(path: "film.png").path)
        let highest = try #require(film.pixels.max())
        let picture = try DICOMFile(path: Self.folder.appending(path: file + ".dcm").path).grayscaleImage()
        try #require(picture.pixels.count == film.pixels.count)
        let differences = zip(picture.pixels, film.pixels).map { abs($0 - $1 / highest) }
        let mean = differences.reduce(0, +) / Float(differences.count)
        #expect(mean <= tolerance, "\(file): \(mean)")
        let bright = zip(picture.pixels, film.pixels).filter { $0.1 / highest > 0.9 }.map(\.0)
        #expect(try #require(bright.min()) > 0.85)
    }

    @Test(arguments: [
        ("ll70_in_baseline", "The code stream is JPEG Lossless (SOF3), the transfer syntax says JPEG Baseline"),
        ("ext12_stored10_q90", "The pixels use 11 bits, Bits Stored says 10; all were read."),
        ("jpeg_no_eoi", "The JPEG code stream has no end marker (EOI)."),
        ("j2k_no_eoc", "The JPEG 2000 code stream has no end marker (EOC)."),
        ("jpeg_no_delimiter", "The sequence of fragments has no delimiter."),
        ("jpeg_in_j2k", "The code stream is JPEG Baseline (SOF0), the transfer syntax says JPEG 2000"),
    ])
    func `says what was resolved`(file: String, notice: String) throws {
        let file = try DICOMFile(path: Self.folder.appending(path: file + ".dcm").path)
        let frame = try DecodedFrame(file, layout: PixelLayout(file.dataSet), threads: 1)
        #expect(frame.notices.count == 1 && frame.notices[0].hasPrefix(notice), "\(frame.notices)")
    }

    /// A later version of JFIF, and bytes after the last row.
    @Test func `is not disturbed by what concerns no pixel`() throws {
        let url = Self.folder.appending(path: "jpeg8_alloc16_stored8.dcm")
        let expected = try DICOMFile(path: url.path).grayscaleImage()
        var bytes = [UInt8](try Data(contentsOf: url))
        let version = try #require(bytes.firstRange(of: Array("JFIF".utf8) + [0, 1])).upperBound - 1
        bytes[version] = 2
        let end = try #require(bytes.lastIndex(of: 0xD9)) - 1
        // A fill byte before the end marker becomes a byte of no use.
        try #require(bytes[end - 1...end] == [0xFF, 0xFF])
        bytes[end - 1] = 0x12
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(bytes).write(to: url)
            #expect(try DICOMFile(path: url.path).grayscaleImage() == expected)
        }
    }

    /// A code stream of one component under Samples per Pixel 3, of which Photometric Interpretation knows better.
    @Test func `keeps MONOCHROME1 although Samples per Pixel is wrong`() throws {
        let url = Self.folder.appending(path: "jpeg8_alloc16_stored8.dcm")
        let expected = try DICOMFile(path: url.path).grayscaleImage().pixels
        var bytes = [UInt8](try Data(contentsOf: url))
        let samples = try #require(bytes.firstRange(of: [0x28, 0, 2, 0, 0x55, 0x53, 2, 0, 1, 0])).upperBound - 2
        bytes[samples] = 3
        let named = try #require(bytes.firstRange(of: Array("MONOCHROME2".utf8))).upperBound - 1
        bytes[named] = UInt8(ascii: "1")
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try Data(bytes).write(to: url)
            let displayed = try DICOMFile(path: url.path).displayedImage()
            let isInverted = zip(displayed.picture.pixels, expected).allSatisfy { abs($0 - (1 - $1)) < 1e-5 }
            #expect(isInverted)
            #expect(displayed.transformation.notices.contains("The pixels have one sample; MONOCHROME1 was used."))
        }
    }

    @Test func `says nothing of what is as it should be`() throws {
        for name in ["jpeg8_alloc16_stored8", "jls8_alloc16_stored8", "htj2k", "rle_1024_fragments"] {
            let file = try DICOMFile(path: Self.folder.appending(path: name + ".dcm").path)
            let frame = try DecodedFrame(file, layout: PixelLayout(file.dataSet), threads: 1)
            #expect(frame.notices.isEmpty, "\(name): \(frame.notices)")
        }
    }

    @Test func `draws or refuses a colour object whose elements are not in the encoding that it says`() throws {
        let path = Self.folder.appending(path: "pydicom_SC_rgb_jpeg.dcm").path
        do {
            #expect(try DICOMFile(path: path).grayscaleImage().pixels.count == 256 * 256)
        } catch {
            #expect(error.description.count > 30)
        }
    }

    /// A scan cut anywhere must not become a film with a grey part, end marker or not.
    @Test(arguments: [
        "jpeg8_alloc16_stored8", "ll70_in_baseline", "ext12_stored10_q90", "jls8_alloc16_stored8", "htj2k",
        "j2k_no_eoc",
        "rle_1024_fragments", "un_pixels",
    ])
    func `refuses a frame that is cut short`(name: String) throws {
        let url = Self.folder.appending(path: name + ".dcm")
        let whole = try DICOMFile(path: url.path)
        let element = try PixelDataElement(whole)
        let bytes = [UInt8](try Data(contentsOf: url))
        let frames = element.hasUndefinedLength ? try Fragments(element).frame(1, of: 1) : []
        for part in [0.02, 0.3, 0.7, 0.95, 0.99] {
            let header = bytes[..<(bytes.count - element.count)]
            var cut = Array(header) + (element.hasUndefinedLength ? [] : bytes.suffix(element.count))
            if element.hasUndefinedLength {
                let kept = Array(frames.prefix(Int(Double(frames.count) * part) & ~1))
                let length = (0..<4).map { UInt8(kept.count >> (8 * $0) & 0xFF) }
                cut += [0xFE, 0xFF, 0, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0, 0xE0] + length + kept
                cut += [0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0]
            } else {
                cut.removeLast(Int(Double(element.count) * (1 - part)))
            }
            try TestFiles.withFolder { folder in
                let url = folder.appending(path: "object.dcm")
                try Data(cut).write(to: url)
                let error = #expect(throws: DICOMObjectError.self, "\(part)") {
                    try DICOMFile(path: url.path).grayscaleImage()
                }
                #expect(error?.isPermanent == true)
            }
        }
    }
}
