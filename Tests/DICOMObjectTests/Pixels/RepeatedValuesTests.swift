import DICOMCore
import Imaging
import Testing

@testable import DICOMObject

/// Display attributes that occur twice, or have several values where one is meant.
struct RepeatedValuesTests {
    private static let ramp = SyntheticObject(pixels: (0..<1000).map { UInt16($0) }, bitsStored: 12)

    private func display(_ object: SyntheticObject) throws -> DisplayedImage {
        try object.read { try $0.displayedImage(threads: 1) }
    }

    struct Doubled: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let element: UInt16
        let vr: String
        let values: [String]
    }

    private static let doubled = [
        Doubled(testDescription: "Window Center", element: 0x1050, vr: "DS", values: ["500", "20"]),
        Doubled(testDescription: "Window Width", element: 0x1051, vr: "DS", values: ["800", "2"]),
        Doubled(testDescription: "Rescale Slope", element: 0x1053, vr: "DS", values: ["1", "-7"]),
        Doubled(testDescription: "Rescale Intercept", element: 0x1052, vr: "DS", values: ["0", "1000"]),
        Doubled(testDescription: "VOI LUT Function", element: 0x1056, vr: "CS", values: ["LINEAR", "SIGMOID"]),
        Doubled(testDescription: "Number of Frames", element: 0x0008, vr: "IS", values: ["1", "3"]),
    ]

    @Test(arguments: doubled)
    func `a display attribute that occurs twice is passed over and named`(_ doubled: Doubled) throws {
        let expected = try display(Self.ramp).picture
        var object = Self.ramp
        object.set(0x0028, doubled.element, doubled.vr, text: doubled.values[0])
        var other = SyntheticObject.empty
        other.set(0x0028, doubled.element, doubled.vr, text: doubled.values[1])
        object.double(0x0028, doubled.element, with: other)
        let displayed = try display(object)
        #expect(displayed.picture == expected)
        let tag = Tag(0x0028, doubled.element)
        let notice = "\(doubled.testDescription) \(tag) occurs twice with different values and was passed over."
        #expect(displayed.transformation.notices.contains(notice), "\(displayed.transformation.notices)")
    }

    enum Second: CaseIterable { case other, empty, noSequence, noItems, overlongItem }

    @Test(arguments: [(0x3000, "Modality LUT Sequence"), (0x3010, "VOI LUT Sequence")], Second.allCases)
    func `a table that occurs twice is passed over like any other display attribute`(
        _ sequence: (element: UInt16, name: String), second: Second
    ) throws {
        let expected = try display(Self.ramp).picture
        var object = Self.ramp
        // Damage is passed over only where the patient is known.
        object.set(0x0010, 0x0010, "PN", text: "A")
        object.set(0x0010, 0x0020, "LO", text: "1")
        object.set(0x0028, sequence.element, item: Self.table(descending: true))
        #expect(try display(object).picture != expected)
        var other = SyntheticObject.empty
        switch second {
        case .other: other.set(0x0028, sequence.element, item: Self.table(descending: false))
        case .empty: other.set(0x0028, sequence.element, items: [])
        case .noSequence: other.set(0x0028, sequence.element, "LO", text: "NORMAL")
        case .noItems: other.set(0x0028, sequence.element, "SQ", text: "NORMAL")
        case .overlongItem:
            other.set(0x0028, sequence.element, "SQ", bytes: [0xFE, 0xFF, 0x00, 0xE0, 0xFF, 0, 0, 0, 1, 2])
        }
        object.double(0x0028, sequence.element, with: other)
        let displayed = try display(object)
        #expect(displayed.picture == expected)
        let name = "\(sequence.name) \(Tag(0x0028, sequence.element))"
        let notice = "\(name) occurs twice with different values and was passed over."
        #expect(displayed.transformation.notices.contains(notice), "\(displayed.transformation.notices)")
    }

    @Test(arguments: [0x3000, 0x3010] as [UInt16])
    func `the same table twice is one table`(element: UInt16) throws {
        var object = Self.ramp
        object.set(0x0028, element, item: Self.table(descending: true))
        let expected = try display(object)
        object.double(0x0028, element, with: object)
        let displayed = try display(object)
        #expect(displayed.picture == expected.picture)
        #expect(displayed.transformation.notices == expected.transformation.notices)
    }

    /// An item with a look-up table of 12 bits for the ramp.
    private static func table(descending: Bool) -> SyntheticObject {
        var item = SyntheticObject.empty
        item.set(0x0028, 0x3002, "US", words: [1000, 0, 12])
        item.set(0x0028, 0x3006, "OW", words: (0..<1000).map { descending ? 4000 - 4 * $0 : 2 * $0 })
        return item
    }

    @Test func `stored bits that are stated twice are read from the pixels`() throws {
        var object = Self.ramp
        var other = SyntheticObject.empty
        other.set(0x0028, 0x0101, "US", words: [8])
        object.double(0x0028, 0x0101, with: other)
        #expect(try display(object).picture == display(Self.ramp).picture)
        object.set(0x0028, 0x0103, "US", words: [1])
        let error = #expect(throws: DICOMObjectError.self) { try display(object) }
        let words = "Bits Stored (0028,0101) occurs twice with different values, and the pixels are signed"
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test func `the same value twice is one value`() throws {
        var object = Self.ramp
        object.set(0x0028, 0x1053, "DS", text: "2")
        object.double(0x0028, 0x1053, with: object)
        #expect(try display(object).transformation.notices.isEmpty)
    }

    @Test(arguments: [(0x0010, 2), (0x0100, 8), (0x0103, 1)] as [(UInt16, UInt16)])
    func `an attribute without which the samples are not known is refused if it has two values`(
        element: UInt16, value: UInt16
    ) throws {
        var object = Self.ramp
        var other = SyntheticObject.empty
        other.set(0x0028, element, "US", words: [value])
        object.double(0x0028, element, with: other)
        let error = #expect(throws: DICOMObjectError.self) { try display(object) }
        let words = "\(Tag(0x0028, element)) occurs twice with different values"
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }

    @Test(
        arguments: [
            (0x1053, "DS", #"2\3"#, "Rescale Slope (0028,1053)"),
            (0x1052, "DS", #"0\1"#, "Rescale Intercept (0028,1052)"),
            (0x1056, "CS", #"LINEAR\SIGMOID"#, "VOI LUT Function (0028,1056)"),
            (0x0008, "IS", #"1\4"#, "Number of Frames (0028,0008)"),
            (0x0120, "IS", #"3\4"#, "Pixel Padding Value (0028,0120)"),
        ] as [(UInt16, String, String, String)])
    func `several values where one is meant are passed over and quoted`(
        element: UInt16, vr: String, text: String, name: String
    ) throws {
        var object = Self.ramp
        object.set(0x0028, 0x1050, "DS", text: "500")
        object.set(0x0028, 0x1051, "DS", text: "900")
        let expected = try display(object).picture
        object.set(0x0028, element, vr, text: text)
        let displayed = try display(object)
        #expect(displayed.picture == expected)
        let notices = displayed.transformation.notices
        #expect(notices.contains { $0.contains(name) && $0.contains("\"\(text)\"") }, "\(notices)")
    }

    @Test func `several equal values are one`() throws {
        var object = Self.ramp
        object.set(0x0028, 0x0004, "CS", text: #"MONOCHROME1\MONOCHROME1"#)
        object.set(0x0028, 0x1053, "DS", text: #"1\1"#)
        let displayed = try display(object)
        #expect(try #require(displayed.picture.pixels.first) == 1)
        #expect(displayed.transformation.notices.count == 1)
        #expect(displayed.transformation.notices[0].hasSuffix("; it was read as MONOCHROME1."))
    }

    @Test func `bytes outside ASCII are quoted as bytes`() throws {
        var object = Self.ramp
        object.set(0x0028, 0x1053, "DS", text: "１")
        let notices = try display(object).transformation.notices
        let words = #"Rescale Slope (0028,1053) is "\xEF\xBC\x91", which cannot be meant"#
        #expect(notices.contains { $0.hasPrefix(words) }, "\(notices)")
    }

    @Test func `black and white at once is refused`() throws {
        var object = Self.ramp
        object.set(0x0028, 0x0004, "CS", text: #"MONOCHROME1\MONOCHROME2"#)
        let error = #expect(throws: DICOMObjectError.self) { try display(object) }
        let words =
            #"Photometric Interpretation (0028,0004) is "MONOCHROME1\MONOCHROME2", of which only one can be true"#
        #expect(error?.description.contains(words) == true, "\(String(describing: error))")
    }
}
