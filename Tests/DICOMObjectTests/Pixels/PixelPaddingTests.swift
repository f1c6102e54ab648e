import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// Padding is black and determines nothing, whatever the order, the sign and the transformation.
struct PixelPaddingTests {
    /// Values 100, 150 and 200 (and their like) between padding of several values.
    private func display(
        _ words: [UInt16], stored: UInt16 = 16, signed: Bool = false,
        _ change: (inout SyntheticObject) -> Void
    ) throws -> DisplayedImage {
        var object = SyntheticObject(pixels: words, bitsStored: stored, signed: signed)
        change(&object)
        return try object.read { try $0.displayedImage() }
    }

    private func setPadding(_ object: inout SyntheticObject, _ value: UInt16, _ limit: UInt16?, _ vr: String = "US") {
        object.set(0x0028, 0x0120, vr, words: [value])
        if let limit { object.set(0x0028, 0x0121, vr, words: [limit]) }
    }

    @Test(arguments: [(0, 90), (90, 0), (90, 1), (1, 90)] as [(UInt16, UInt16)])
    func `takes the values from one end to the other, whichever comes first`(value: UInt16, limit: UInt16) throws {
        let shown = try display([90, 1, 50, 100, 150, 200]) { setPadding(&$0, value, limit) }
        #expect(shown.picture.pixels == [0, 0, 0, 0, 0.5, 1])
        #expect(shown.transformation.applied == "range of the values, 100 to 200")
        #expect(shown.transformation.notices.isEmpty)
    }

    /// -1000 to -900 in 16 bits, and in 12 bits with and without the sign repeated above them; VR SS and US.
    @Test(arguments: ["SS", "US"], [false, true])
    func `takes signed values, however they are written`(vr: String, reverse: Bool) throws {
        let padding: [Int16] = [-1000, -950, -900]
        let numbers = padding + [-899, 0, 899]
        let expected: [Float] = [0, 0, 0, 0, 0.5, 1]
        func word(_ number: Int16, _ bits: UInt16) -> UInt16 { UInt16(bitPattern: number) & bits }
        for (stored, inWords, inAttributes) in [
            (16, 0xFFFF, 0xFFFF), (12, 0xFFFF, 0xFFFF), (12, 0xFFF, 0xFFFF), (12, 0xFFF, 0xFFF), (12, 0xFFFF, 0xFFF),
        ] as [(UInt16, UInt16, UInt16)] {
            let ends = [word(-1000, inAttributes), word(-900, inAttributes)]
            let shown = try display(numbers.map { word($0, inWords) }, stored: stored, signed: true) {
                setPadding(&$0, ends[reverse ? 1 : 0], ends[reverse ? 0 : 1], vr)
            }
            #expect(shown.picture.pixels == expected, "\(stored) \(inWords) \(inAttributes)")
            #expect(shown.transformation.applied == "range of the values, -899 to 899")
        }
    }

    @Test func `takes a range that goes from below zero to above`() throws {
        let numbers: [Int16] = [-5, 0, 5, 100, 150, 200]
        let shown = try display(numbers.map { UInt16(bitPattern: $0) }, signed: true) {
            setPadding(&$0, 5, UInt16(bitPattern: -5), "SS")
        }
        #expect(shown.picture.pixels == [0, 0, 0, 0, 0.5, 1])
    }

    /// The table and the slope are of the stored values; padding is black also where they make it bright.
    @Test func `takes stored values, before the Modality LUT or the slope`() throws {
        let words: [UInt16] = [0, 1, 2, 3, 4, 5]
        var item = SyntheticObject.empty
        item.set(0x0028, 0x3002, "US", words: [6, 0, 16])
        item.set(0x0028, 0x3006, "OW", words: [60000, 60000, 60000, 300, 200, 100])
        let mapped = try display(words) {
            setPadding(&$0, 2, 0)
            $0.set(0x0028, 0x3000, item: item)
        }
        #expect(mapped.picture.pixels == [0, 0, 0, 1, 0.5, 0])
        #expect(mapped.transformation.applied == "range of the values, 100 to 300")
        let rescaled = try display(words) {
            setPadding(&$0, 0, 2)
            $0.set(0x0028, 0x1053, "DS", text: "-10")
            $0.set(0x0028, 0x1052, "DS", text: "7")
        }
        #expect(rescaled.picture.pixels == [0, 0, 0, 1, 0.5, 0])
    }

    @Test func `is black under MONOCHROME1 too`() throws {
        let shown = try display([100, 150, 200, 4000, 4090]) {
            setPadding(&$0, 4090, 4000)
            $0.set(0x0028, 0x0004, "CS", text: "MONOCHROME1")
        }
        #expect(shown.picture.pixels == [1, 0.5, 0, 0, 0])
    }

    /// A window that shows the film and a border of padding beyond it.
    @Test func `does not count against a window`() throws {
        let film = (0..<100).map { UInt16(100 + $0) }
        let shown = try display(film + [UInt16](repeating: 60000, count: 500) + [60001]) {
            setPadding(&$0, 60001, 60000)
            $0.set(0x0028, 0x1050, "DS", text: "150")
            $0.set(0x0028, 0x1051, "DS", text: "100")
        }
        #expect(shown.transformation.applied == "window 1 (center 150, width 100)")
        #expect(shown.picture.pixels.suffix(501).allSatisfy { $0 == 0 })
    }

    @Test func `a limit without a value is none, and one that is no number leaves the value`() throws {
        let alone = try display([50, 100, 150]) { $0.set(0x0028, 0x0121, "US", words: [50]) }
        #expect(alone.picture.pixels == [0, 0.5, 1])
        let wrong = try display([50, 100, 150, 200]) {
            $0.set(0x0028, 0x0120, "US", words: [50])
            $0.set(0x0028, 0x0121, "LO", text: "none")
        }
        #expect(wrong.picture.pixels == [0, 0, 0.5, 1])
        #expect(
            wrong.transformation.notices
                == ["Pixel Padding Range Limit (0028,0121) is \"none\" and was passed over."])
    }

    @Test func `names both ends of a range that is the film`() throws {
        let shown = try display([50, 100, 150]) { setPadding(&$0, 200, 0) }
        #expect(shown.picture.pixels == [0, 0.5, 1])
        #expect(
            shown.transformation.notices == [
                "Pixel Padding Value (0028,0120) is 200 and Pixel Padding Range Limit (0028,0121) is 0, "
                    + "which would leave nearly nothing of the film; it was passed over."
            ])
    }
}
