import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Words with more bits than Bits Stored says, uncompressed and in RLE: the picture is the film's, or there is none.
struct StoredBitsTests {
    enum Coding: CaseIterable { case native, runLengths }

    /// A row of a film with noise, over all values of its depth.
    private static func film(bits: Int) -> [UInt16] {
        let top = Double((1 << bits) - 1)
        return (0..<4000).map { (pixel: Int) -> UInt16 in
            let random = (pixel &* 2_654_435_761) >> 7
            let noise = Double(random & 31) / 31 - 0.5
            let share: Double = 0.5 - 0.52 * cos(Double(pixel) / 300) + noise / 60
            return UInt16(min(max(share, 0), 1) * top)
        }
    }

    /// Bits that have nothing to do with the film.
    private static func noise(_ pixel: Int) -> UInt16 { UInt16(truncatingIfNeeded: (pixel &* 40503) >> 3) & 0xF000 }

    /// Marks in one bit: letters of an overlay, two of ten pixels.
    private static func marks(_ pixel: Int, bit: UInt16) -> UInt16 { pixel % 10 < 2 && pixel < 2000 ? 1 << bit : 0 }

    private func display(
        _ words: [UInt16], stored: UInt16, _ coding: Coding = .native, signed: Bool = false,
        _ change: (inout SyntheticObject) -> Void = { _ in }
    ) throws -> DisplayedImage {
        var object = SyntheticObject(pixels: words, bitsStored: stored, signed: signed)
        change(&object)
        guard coding == .runLengths else { return try object.read { try $0.displayedImage(threads: 1) } }
        object.set(0x7FE0, 0x0010, "OB", bytes: Self.runLengths(words))
        return try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try object.write(to: url, transferSyntax: "1.2.840.10008.1.2.5")
            return try DICOMFile(path: url.path).displayedImage(threads: 1)
        }
    }

    /// An empty table and one RLE frame of literal runs, high bytes first (PS3.5 Annex G).
    private static func runLengths(_ words: [UInt16]) -> [UInt8] {
        func long(_ number: Int) -> [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) } }
        let segments = [words.map { UInt8($0 >> 8) }, words.map { UInt8($0 & 0xFF) }].map { bytes in
            stride(from: 0, to: bytes.count, by: 128).flatMap { start in
                let run = bytes[start..<min(start + 128, bytes.count)]
                return [UInt8(run.count - 1)] + run
            }
        }
        let header = long(2) + long(64) + long(64 + segments[0].count) + [UInt8](repeating: 0, count: 52)
        let frame = header + segments[0] + segments[1]
        let item: [UInt8] = [0xFE, 0xFF, 0, 0xE0]
        return item + long(0) + item + long(frame.count + frame.count % 2) + frame
            + [UInt8](repeating: 0, count: frame.count % 2)
    }

    private func setOverlay(_ object: inout SyntheticObject, bit: UInt16, allocated: UInt16? = 16) {
        if let allocated { object.set(0x6000, 0x0100, "US", words: [allocated]) }
        object.set(0x6000, 0x0102, "US", words: [bit])
    }

    @Test(arguments: Coding.allCases) func `passes over bits that have nothing to do with the film`(coding: Coding)
        throws
    {
        let film = Self.film(bits: 12)
        let clean = try display(film, stored: 12)
        #expect(clean.transformation.notices.isEmpty)
        let shown = try display(film.enumerated().map { $1 | Self.noise($0) }, stored: 12, coding)
        #expect(shown.picture == clean.picture)
        #expect(
            shown.transformation.notices
                == ["Bits above Bits Stored 12 are used, but not for the film; they were passed over."])
    }

    @Test(arguments: Coding.allCases) func `reads all bits that the film uses`(coding: Coding) throws {
        let film = Self.film(bits: 14)
        let clean = try display(film, stored: 14)
        for stored in [10, 11, 12, 13] as [UInt16] {
            let shown = try display(film, stored: stored, coding)
            #expect(shown.picture == clean.picture)
            #expect(
                shown.transformation.notices == ["The pixels use 14 bits, Bits Stored says \(stored); all were read."])
        }
    }

    @Test(arguments: Coding.allCases) func `reads a film that goes a little above its stored bits`(coding: Coding)
        throws
    {
        let film = Self.film(bits: 12).map { $0 + 200 }
        #expect(try display(film, stored: 12, coding).picture == display(film, stored: 13).picture)
    }

    @Test(arguments: Coding.allCases) func `leaves out the overlay that the data set names, and nothing else`(
        coding: Coding
    ) throws {
        let (narrow, wide) = (Self.film(bits: 12), Self.film(bits: 14))
        for allocated in [16, nil] as [UInt16?] {
            let shown = try display(narrow.enumerated().map { $1 | Self.marks($0, bit: 12) }, stored: 12, coding) {
                setOverlay(&$0, bit: 12, allocated: allocated)
            }
            #expect(try shown.picture == display(narrow, stored: 12).picture)
            #expect(shown.transformation.notices.isEmpty)
        }
        let shown = try display(wide.enumerated().map { $1 | Self.marks($0, bit: 15) }, stored: 12, coding) {
            setOverlay(&$0, bit: 15)
        }
        #expect(try shown.picture == display(wide, stored: 14).picture)
        #expect(shown.transformation.notices == ["The pixels use 14 bits, Bits Stored says 12; all were read."])
    }

    @Test func `an overlay with bits of its own excuses nothing`() throws {
        let film = Self.film(bits: 14)
        let shown = try display(film, stored: 12) { setOverlay(&$0, bit: 0, allocated: 1) }
        #expect(try shown.picture == display(film, stored: 14).picture)
    }

    @Test(arguments: Coding.allCases) func `refuses a film that goes on in the bit of an overlay`(coding: Coding) throws
    {
        let reason =
            "Overlay Bit Position (60xx,0102) names 12, above Bits Stored 12, but the film seems to go on there"
        #expect(throws: DICOMObjectError.inconsistent(reason: reason)) {
            try display(Self.film(bits: 13), stored: 12, coding) { setOverlay(&$0, bit: 12) }
        }
    }

    @Test(arguments: Coding.allCases)
    func `leaves out an overlay that Bits Stored counts to the film`(coding: Coding) throws {
        let film = Self.film(bits: 12)
        let shown = try display(film.enumerated().map { $1 | Self.marks($0, bit: 12) }, stored: 16, coding) {
            setOverlay(&$0, bit: 12)
        }
        #expect(try shown.picture == display(film, stored: 12).picture)
        #expect(
            shown.transformation.notices
                == ["Overlay Bit Position names bit 12 of the stored bits; it was passed over."])
        let wide = Self.film(bits: 16)
        let kept = try display(wide, stored: 16) { setOverlay(&$0, bit: 12) }
        #expect(try kept.picture == display(wide, stored: 16).picture && kept.transformation.notices.isEmpty)
    }

    @Test(arguments: Coding.allCases) func `takes repeated signs for what they are`(coding: Coding) throws {
        let numbers = Self.film(bits: 12).map { Int16(bitPattern: $0) - 2048 }
        let clean = try display(numbers.map { UInt16(bitPattern: $0) & 0xFFF }, stored: 12, signed: true)
        let extended = numbers.map { UInt16(bitPattern: $0) }
        let shown = try display(extended, stored: 12, coding, signed: true)
        #expect(shown.picture == clean.picture && shown.transformation.notices.isEmpty)
        let unsigned = try display(extended, stored: 12, coding)
        #expect(unsigned.picture == clean.picture)
        #expect(
            unsigned.transformation.notices
                == ["The pixels are signed and go beyond Bits Stored 12, Pixel Representation says unsigned."])
    }

    @Test(arguments: Coding.allCases) func `passes over bits that are the same in all pixels`(coding: Coding) throws {
        let film = Self.film(bits: 12)
        let shown = try display(film.map { $0 | 0x5000 }, stored: 12, coding) {
            $0.set(0x0028, 0x1050, "DS", text: "2048")
            $0.set(0x0028, 0x1051, "DS", text: "4096")
        }
        #expect(shown.transformation.applied == "window 1 (center 2048, width 4096)")
        #expect(shown.transformation.notices.count == 1)
    }

    @Test(arguments: Coding.allCases, [false, true])
    func `takes padding outside of the stored bits for padding`(coding: Coding, signed: Bool) throws {
        let film = Self.film(bits: 12)
        let clean = try display(film, stored: 12, signed: signed)
        let shown = try display(film + [UInt16](repeating: 0x8000, count: 900), stored: 12, coding, signed: signed) {
            $0.set(0x0028, 0x0120, "US", words: [0x8000])
        }
        #expect(Array(shown.picture.pixels.prefix(film.count)) == clean.picture.pixels)
        #expect(shown.picture.pixels.suffix(900).allSatisfy { $0 == 0 })
        #expect(
            shown.transformation.notices == [
                "Pixel Padding Value is outside of Bits Stored 12; the pixels that have it were taken as padding."
            ])
    }

    /// Beside it are dark and bright parts of the film alike.
    @Test(arguments: Coding.allCases) func `does not refuse a film for padding that nothing names`(coding: Coding)
        throws
    {
        let film = Self.film(bits: 12)
        let words = film.enumerated().map { $0 % 8 < 5 ? $1 : 0xFFFF }
        let shown = try display(words, stored: 12, coding)
        #expect(try shown.picture == display(words.map { $0 & 0xFFF }, stored: 12).picture)
        #expect(shown.transformation.notices.count == 1)
    }

    @Test(arguments: Coding.allCases) func `reads a film on the left of its words, with an overlay below it`(
        coding: Coding
    ) throws {
        let film = Self.film(bits: 12)
        let clean = try display(film, stored: 12)
        let shown = try display(film.enumerated().map { $1 << 4 | Self.marks($0, bit: 0) }, stored: 12, coding) {
            $0.set(0x0028, 0x0102, "US", words: [15])
            setOverlay(&$0, bit: 0)
        }
        #expect(shown.picture == clean.picture)
        #expect(shown.transformation == clean.transformation)
        let below = try display(film.enumerated().map { $1 << 4 | Self.noise($0) >> 12 }, stored: 12, coding) {
            $0.set(0x0028, 0x0102, "US", words: [15])
        }
        #expect(below.picture == clean.picture)
        #expect(
            below.transformation.notices == ["Bits below the stored ones are used; they were passed over."])
    }

    @Test(arguments: Coding.allCases) func `reads a film on the right of its words under a High Bit of 15`(
        coding: Coding
    ) throws {
        let film = Self.film(bits: 12)
        let shown = try display(film, stored: 12, coding) { $0.set(0x0028, 0x0102, "US", words: [15]) }
        #expect(try shown.picture == display(film, stored: 12).picture)
        #expect(
            shown.transformation.notices
                == ["High Bit is 15, but the film is in the lowest 12 bits; they were read."])
    }

    @Test(arguments: Coding.allCases) func `looks above the stored bits also if High Bit is in the middle`(
        coding: Coding
    ) throws {
        let film = Self.film(bits: 14)
        let shown = try display(film.map { $0 << 2 }, stored: 12, coding) { $0.set(0x0028, 0x0102, "US", words: [13]) }
        #expect(try shown.picture == display(film, stored: 14).picture)
        #expect(shown.transformation.notices == ["The pixels use 14 bits, Bits Stored says 12; all were read."])
    }

    @Test(arguments: Coding.allCases) func `refuses what may be film or not`(coding: Coding) throws {
        let reason = "the pixels use 13 bits, Bits Stored says 12, and the film looks as wrong either way"
        #expect(throws: DICOMObjectError.inconsistent(reason: reason)) {
            try display([0xFFF, 0x1000, 0], stored: 12, coding)
        }
    }

    /// Of some devices only a part of the negative numbers repeats its sign; the neighbours here say nothing.
    @Test(arguments: Coding.allCases) func `takes signs that only some words repeat for what they are`(
        coding: Coding
    ) throws {
        let shown = try display([0xFFFF, 0, 0xFFF, 0x7FF, 0x800], stored: 12, coding, signed: true)
        #expect(try shown.picture == display([0xFFF, 0, 0xFFF, 0x7FF, 0x800], stored: 12, signed: true).picture)
        #expect(
            shown.transformation.notices
                == ["Only a part of the negative pixels repeats the sign above Bits Stored 12."])
    }

    /// A film of 12 bits from the field, with all its noise and letters.
    @Test(arguments: [8, 9, 10, 11]) func `knows the bits of a real film`(stored: Int) throws {
        let file = try DICOMFile(path: FieldFilm.folder.appending(path: "un_pixels.dcm").path)
        let frame = try DecodedFrame(file, layout: PixelLayout(file.dataSet), threads: 1)
        var layout = frame.layout
        (layout.bitsStored, layout.highBit) = (stored, stored - 1)
        var words = SampleWords(frame.samples, step: 1)
        #expect(try layout.takeStoredBits(of: &words, width: 16, beside: NamedBits()).count == 1)
        #expect(words.words == frame.samples)
        (layout.bitsStored, layout.highBit) = (12, 11)
        words = SampleWords(frame.samples.enumerated().map { $1 | Self.noise($0) }, step: 1)
        #expect(try layout.takeStoredBits(of: &words, width: 16, beside: NamedBits()).count == 1)
        #expect(words.words == frame.samples)
    }

    @Test func `eight allocated bits are looked at too`() throws {
        let film = Self.film(bits: 8)
        var object = SyntheticObject(pixels: film, bitsAllocated: 8, bitsStored: 7)
        let shown = try object.read { try $0.displayedImage() }
        #expect(shown.transformation.notices == ["The pixels use 8 bits, Bits Stored says 7; all were read."])
        object.set(0x0028, 0x0101, "US", words: [8])
        object.set(0x0028, 0x0102, "US", words: [7])
        #expect(try object.read { try $0.displayedImage() }.picture == shown.picture)
    }
}
