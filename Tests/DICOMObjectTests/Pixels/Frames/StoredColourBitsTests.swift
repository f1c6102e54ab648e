import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Uncompressed colours and palettes of which bits above Bits Stored are used.
struct StoredColourBitsTests {
    private static func ramp(bits: Int) -> [UInt16] {
        let top = (1 << bits) - 1
        return (0..<3000).map { (sample: Int) -> UInt16 in UInt16(sample / 3 * top / 999) }
    }

    private func colours(
        _ words: [UInt16], stored: UInt16, _ change: (inout SyntheticObject) -> Void = { _ in }
    ) throws -> DisplayedImage {
        var object = SyntheticObject(pixels: words, bitsStored: stored)
        object.set(0x0028, 0x0002, "US", words: [3])
        object.set(0x0028, 0x0004, "CS", text: "RGB")
        object.set(0x0028, 0x0006, "US", words: [0])
        object.set(0x0028, 0x0011, "US", words: [1000])
        change(&object)
        return try object.read { try $0.displayedImage() }
    }

    @Test func `passes over bits that are no colour`() throws {
        let ramp = Self.ramp(bits: 12)
        let clean = try colours(ramp, stored: 12)
        #expect(clean.picture.pixels.last == 1 && clean.transformation.notices.isEmpty)
        let shown = try colours(ramp.enumerated().map { $1 | Self.noise($0, 0xF000) }, stored: 12)
        #expect(shown.picture == clean.picture)
        #expect(
            shown.transformation.notices
                == ["Bits above Bits Stored 12 are used, but not for the film; they were passed over."])
    }

    @Test(arguments: [0, 1] as [UInt16]) func `reads all bits of colours`(planes: UInt16) throws {
        let ramp = Self.ramp(bits: 16)
        let words = planes == 0 ? ramp : (0..<3).flatMap { plane in (0..<1000).map { ramp[3 * $0 + plane] } }
        let shown = try colours(words, stored: 12) { $0.set(0x0028, 0x0006, "US", words: [planes]) }
        #expect(try shown.picture == colours(ramp, stored: 16).picture)
        #expect(shown.transformation.notices == ["The pixels use 16 bits, Bits Stored says 12; all were read."])
    }

    private static func noise(_ sample: Int, _ bits: UInt16) -> UInt16 {
        UInt16(truncatingIfNeeded: (sample &* 40503) >> 3) & bits
    }

    /// 1024 greys, of which the first 256 are those of Bits Stored 8.
    private func palette(_ words: [UInt16], stored: UInt16) throws -> DisplayedImage {
        var object = SyntheticObject(pixels: words, bitsStored: stored)
        object.set(0x0028, 0x0004, "CS", text: "PALETTE COLOR")
        for element in [0x1101, 0x1102, 0x1103] as [UInt16] {
            object.set(0x0028, element, "US", words: [1024, 0, 16])
            object.set(0x0028, element + 0x100, "OW", words: (0..<1024).map { UInt16($0 * 64) })
        }
        return try object.read { try $0.displayedImage() }
    }

    @Test func `looks at the indices of a palette`() throws {
        let narrow = Self.ramp(bits: 8)
        let clean = try palette(narrow, stored: 8)
        let shown = try palette(narrow.enumerated().map { $1 | Self.noise($0, 0xFF00) }, stored: 8)
        #expect(shown.picture == clean.picture && shown.transformation.notices.count == 1)
        let wide = Self.ramp(bits: 10)
        let read = try palette(wide, stored: 8)
        #expect(try read.picture == palette(wide, stored: 10).picture)
        #expect(read.transformation.notices == ["The pixels use 10 bits, Bits Stored says 8; all were read."])
    }
}
