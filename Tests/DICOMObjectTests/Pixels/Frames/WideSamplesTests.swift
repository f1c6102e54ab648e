import DICOMCore
import Testing

@testable import DICOMObject

/// Pixels of 32 bits, and pixels that are floating-point numbers.
struct WideSamplesTests {
    private static let film: [Int32] = (0..<1000).map { Int32($0 * 4) }

    /// The film in 32 bits; `shift` is that of the lowest stored bit.
    private func object(
        _ numbers: [Int32], bitsStored: UInt16 = 32, highBit: UInt16? = nil, signed: Bool = false
    ) -> SyntheticObject {
        var object = SyntheticObject(pixels: numbers.map { _ in 0 })
        object.set(0x0028, 0x0100, "US", words: [32])
        object.set(0x0028, 0x0101, "US", words: [bitsStored])
        object.set(0x0028, 0x0102, "US", words: [highBit ?? bitsStored - 1])
        object.set(0x0028, 0x0103, "US", words: [signed ? 1 : 0])
        let bytes = numbers.flatMap { number in (0..<4).map { UInt8(truncatingIfNeeded: number >> Int32(8 * $0)) } }
        object.set(0x7FE0, 0x0010, "OW", bytes: bytes)
        return object
    }

    private func display(_ object: SyntheticObject) throws -> DisplayedImage {
        try object.read { try $0.displayedImage(threads: 1) }
    }

    private func refusal(_ object: SyntheticObject) throws -> String {
        let error = #expect(throws: DICOMObjectError.self) { try display(object) }
        return try #require(error).description
    }

    @Test(arguments: [12, 16, 20, 32] as [UInt16])
    func `numbers that fit into 16 bits are read`(bitsStored: UInt16) throws {
        var narrow = SyntheticObject(pixels: Self.film.map { UInt16($0) })
        var wide = object(Self.film, bitsStored: bitsStored)
        for _ in 0..<2 {
            let displayed = try display(wide)
            #expect(try displayed.picture == display(narrow).picture)
            #expect(displayed.transformation.notices.isEmpty, "\(displayed.transformation.notices)")
            // The numbers keep their meaning for a window.
            for (element, text) in [(UInt16(0x1050), "2000"), (0x1051, "3000")] {
                narrow.set(0x0028, element, "DS", text: text)
                wide.set(0x0028, element, "DS", text: text)
            }
        }
    }

    @Test(arguments: [12, 16, 24, 32] as [UInt16])
    func `signed numbers are read, with copies of the sign and without`(bitsStored: UInt16) throws {
        let numbers = Self.film.map { $0 / 2 - 1000 }
        let narrow = SyntheticObject(pixels: numbers.map { UInt16(bitPattern: Int16($0)) }, signed: true)
        let expected = try display(narrow).picture
        #expect(try display(object(numbers, bitsStored: bitsStored, signed: true)).picture == expected)
        let mask = bitsStored == 32 ? -1 : Int32(1) << Int32(bitsStored) - 1
        let bare = object(numbers.map { $0 & mask }, bitsStored: bitsStored, signed: true)
        #expect(try display(bare).picture == expected)
    }

    @Test func `stored bits in the upper half of a sample are read`() throws {
        let shifted = object(Self.film.map { $0 << 16 }, bitsStored: 16, highBit: 31)
        #expect(try display(shifted).picture == display(SyntheticObject(pixels: Self.film.map { UInt16($0) })).picture)
    }

    @Test func `an object of which something was assumed is read twice alike`() throws {
        var object = object(Self.film, bitsStored: 20)
        object.remove(0x0028, 0x0103)
        try object.read { file in
            let first = try file.displayedImage(threads: 1)
            #expect(try file.displayedImage(threads: 1).picture == first.picture)
        }
    }

    @Test func `a number beyond 16 bits is refused and named`() throws {
        let reason = "Bits Allocated (0028,0100) is 32, and a pixel is 70000; 0 to 65535 can be read"
        #expect(try refusal(object([0, 70000])).contains(reason))
        let signed = "Bits Allocated (0028,0100) is 32, and a pixel is -40000; -32768 to 32767 can be read"
        #expect(try refusal(object([0, -40000], signed: true)).contains(signed))
        let beside = "Bits Allocated (0028,0100) is 32, and bits beside the 12 of Bits Stored (0028,0101) are used"
        #expect(try refusal(object([0, 1 << 20], bitsStored: 12)).contains(beside))
    }

    @Test func `colours of 32 bits are refused`() throws {
        var object = object([0, 0, 0])
        object.set(0x0028, 0x0002, "US", words: [3])
        object.set(0x0028, 0x0004, "CS", text: "RGB")
        object.set(0x0028, 0x0011, "US", words: [1])
        #expect(try refusal(object).contains("Bits Allocated (0028,0100) is 32 with RGB"))
    }

    @Test(
        arguments: [(0x0008, "OF", "Float Pixel Data"), (0x0009, "OD", "Double Float Pixel Data")]
            as [(UInt16, String, String)])
    func `pixels that are floating-point numbers are refused by their attribute`(
        element: UInt16, vr: String, name: String
    ) throws {
        var object = object([0, 1])
        object.remove(0x7FE0, 0x0010)
        object.set(0x7FE0, element, vr, bytes: [UInt8](repeating: 0, count: 16))
        let reason = "the pixels are in \(name) \(Tag(0x7FE0, element)), which is not read"
        #expect(try refusal(object).contains(reason))
    }
}
