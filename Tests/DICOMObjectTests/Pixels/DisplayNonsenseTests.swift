import DICOMCore
import Foundation
import Imaging
import Testing

@testable import DICOMObject

/// A sound object with nonsense in one display attribute.
struct DisplayNonsense: Sendable, CustomTestStringConvertible {
    let attribute: String
    let met: String
    let change: @Sendable (inout SyntheticObject) -> Void

    var testDescription: String { "\(attribute) \(met)" }

    /// Binary numbers that none of the whole numbers can be, and text where numbers belong.
    private static func number(_ name: String, _ element: UInt16, _ numbers: [UInt16]) -> [DisplayNonsense] {
        var all = numbers.map { number in
            DisplayNonsense(attribute: name, met: "\(number)") { $0.set(0x0028, element, "US", words: [number]) }
        }
        all += texts(name, 0x0028, element, "LO", ["twelve", "12 bits"])
        all.append(DisplayNonsense(attribute: name, met: "OB") { $0.set(0x0028, element, "OB", bytes: [1, 2, 3, 4]) })
        return all
    }

    private static func texts(
        _ name: String, _ group: UInt16, _ element: UInt16, _ vr: String, _ texts: [String]
    ) -> [DisplayNonsense] {
        texts.map { text in
            DisplayNonsense(attribute: name, met: text) { $0.set(group, element, vr, text: text) }
        }
    }

    private static func tables(_ name: String, _ element: UInt16) -> [DisplayNonsense] {
        func table(_ met: String, _ fill: @escaping @Sendable (inout SyntheticObject) -> Void) -> DisplayNonsense {
            DisplayNonsense(attribute: name, met: met) { object in
                var item = SyntheticObject.empty
                fill(&item)
                object.set(0x0028, element, item: item)
            }
        }
        let ramp = (0..<256).map { UInt16($0) }
        var all = [
            table("empty item") { _ in },
            table("no data") { $0.set(0x0028, 0x3002, "US", words: [256, 0, 16]) },
            table("no descriptor") { $0.set(0x0028, 0x3006, "OW", words: ramp) },
            table("descriptor of one value") {
                $0.set(0x0028, 0x3002, "US", words: [256])
                $0.set(0x0028, 0x3006, "OW", words: ramp)
            },
            table("text for a descriptor") {
                $0.set(0x0028, 0x3002, "LO", text: "a\\b\\c")
                $0.set(0x0028, 0x3006, "OW", words: ramp)
            },
            table("one entry less") {
                $0.set(0x0028, 0x3002, "US", words: [257, 0, 16])
                $0.set(0x0028, 0x3006, "OW", words: ramp)
            },
            table("bytes") {
                $0.set(0x0028, 0x3002, "US", words: [256, 0, 8])
                $0.set(0x0028, 0x3006, "OB", bytes: ramp.map { UInt8($0) })
            },
            table("all entries the same") {
                $0.set(0x0028, 0x3002, "US", words: [256, 0, 16])
                $0.set(0x0028, 0x3006, "OW", words: ramp.map { _ in 7 })
            },
            table("beyond the values") {
                $0.set(0x0028, 0x3002, "US", words: [256, 60000, 8])
                $0.set(0x0028, 0x3006, "OW", words: ramp)
            },
        ]
        all += ([0, 1, 7, 17, 32, 65535] as [UInt16]).map { bits in
            table("\(bits) bits") {
                $0.set(0x0028, 0x3002, "US", words: [256, 0, bits])
                $0.set(0x0028, 0x3006, "OW", words: ramp)
            }
        }
        all.append(DisplayNonsense(attribute: name, met: "text") { $0.set(0x0028, element, "LO", text: "NORMAL") })
        return all
    }

    private static func windows() -> [DisplayNonsense] {
        let pairs = [
            ("", "4096"), ("2048", ""), ("x", "y"), ("2048", "none"), ("2048,5", "4096,0"), ("nan", "inf"),
            ("2048", "0"),
            ("2048", "-100"), ("2048", "0.5"), ("0", "1"), ("60000", "100"), ("-1e30", "1"), ("1e300", "1e300"),
            ("128", "256"), ("10 HU", "20 HU"), ("2048\\", "\\4096"),
        ]
        return pairs.map { center, width in
            DisplayNonsense(attribute: "Window", met: "\(center) \(width)") {
                $0.set(0x0028, 0x1050, "DS", text: center)
                $0.set(0x0028, 0x1051, "DS", text: width)
            }
        }
    }

    private static func missing(_ name: String, _ element: UInt16) -> DisplayNonsense {
        DisplayNonsense(attribute: name, met: "missing") { $0.remove(0x0028, element) }
    }

    private static let wholeRange = DisplayNonsense(attribute: "Pixel Padding Value", met: "the whole range") {
        $0.set(0x0028, 0x0120, "US", words: [0])
        $0.set(0x0028, 0x0121, "US", words: [4095])
    }

    static let all: [DisplayNonsense] = {
        let photometric = "Photometric Interpretation"
        let groups: [[DisplayNonsense]] = [
            number("Bits Stored", 0x0101, [0, 17, 32, 65535]), number("High Bit", 0x0102, [0, 10, 16, 65535]),
            number("Pixel Representation", 0x0103, [2, 65535]), number("Number of Frames", 0x0008, [0]),
            texts("Number of Frames", 0x0028, 0x0008, "IS", ["0", "-1", "one", "99999999999", "1.5"]),
            texts(
                photometric, 0x0028, 0x0004, "CS",
                ["monochrome2", "MONOCHROME", "MONOCHROME 2", "RGB", "YBR_FULL_422", "PALETTE COLOR", "GREY", "2"]),
            texts("Pixel Padding Value", 0x0028, 0x0120, "LO", ["none", "0x0000"]), [wholeRange],
            texts("Rescale Slope", 0x0028, 0x1053, "DS", ["0", "-0", "slope", "1,0", "nan", "1e308", "1e-320"]),
            texts("Rescale Intercept", 0x0028, 0x1052, "DS", ["none", "1e400", "1e300"]),
            tables("Modality LUT", 0x3000), tables("VOI LUT", 0x3010), windows(),
            texts("VOI LUT Function", 0x0028, 0x1056, "CS", ["linear", "LOG", "1"]),
            texts("Presentation LUT Shape", 0x2050, 0x0020, "CS", ["inverse", "NORMAL", "INVERSE"]),
            [
                missing("Bits Stored", 0x0101), missing("High Bit", 0x0102), missing("Pixel Representation", 0x0103),
                missing(photometric, 0x0004),
            ],
        ]
        return groups.flatMap { $0 }
    }()
}

struct DisplayNonsenseTests {
    /// A twelve-bit film with a border, which a window displays; nothing about it is noticed.
    private func film() -> SyntheticObject {
        let values = (0..<4096).map { UInt16($0 < 512 ? 0 : $0) }
        var object = SyntheticObject(pixels: values, bitsStored: 12)
        object.set(0x0028, 0x1050, "DS", text: "2048")
        object.set(0x0028, 0x1051, "DS", text: "4096")
        object.set(0x0028, 0x1056, "CS", text: "LINEAR")
        return object
    }

    @Test func `a sound film has no notice`() throws {
        let displayed = try film().read { try $0.displayedImage() }
        #expect(displayed.transformation == DisplayTransformation(applied: "window 1 (center 2048, width 4096)"))
    }

    @Test(arguments: DisplayNonsense.all)
    func `nonsense in one display attribute is passed over with a notice`(nonsense: DisplayNonsense) throws {
        var object = film()
        nonsense.change(&object)
        let displayed = try object.read { try $0.displayedImage() }
        #expect(!displayed.transformation.notices.isEmpty)
        let values = (0..<4096).map { Float($0 < 512 ? 0 : $0) / 4095 }
        let isInverted = nonsense.testDescription.lowercased() == "presentation lut shape inverse"
        let pixels = displayed.picture.pixels.map { isInverted ? 1 - $0 : $0 }
        #expect(zip(pixels, values).allSatisfy { abs($0 - $1) < 0.002 })
    }

    @Test(arguments: [nil, 2, 7] as [UInt16?])
    func `colours without their planes named come pixel by pixel`(planes: UInt16?) throws {
        var object = SyntheticObject(pixels: [255, 0, 0, 0, 255, 0], bitsAllocated: 8, bitsStored: 8)
        object.set(0x0028, 0x0002, "US", words: [3])
        object.set(0x0028, 0x0004, "CS", text: "RGB")
        object.set(0x0028, 0x0011, "US", words: [2])
        if let planes { object.set(0x0028, 0x0006, "US", words: [planes]) }
        let displayed = try object.read { try $0.displayedImage() }
        #expect(displayed.transformation.applied == "colours as brightness")
        #expect(displayed.transformation.notices.count == 1)
        #expect(displayed.transformation.notices[0].contains("Planar Configuration (0028,0006)"))
        #expect(zip(displayed.picture.pixels, [0.299, 0.587]).allSatisfy { abs($0 - $1) < 0.005 })
    }

    @Test func `three samples named MONOCHROME2 are read as colours`() throws {
        var object = SyntheticObject(pixels: [255, 0, 0, 0, 255, 0], bitsAllocated: 8, bitsStored: 8)
        object.set(0x0028, 0x0002, "US", words: [3])
        object.set(0x0028, 0x0006, "US", words: [0])
        object.set(0x0028, 0x0011, "US", words: [2])
        let displayed = try object.read { try $0.displayedImage() }
        #expect(
            displayed.transformation.notices[0].contains("is \"MONOCHROME2\", which cannot be meant with 3 samples"))
        #expect(zip(displayed.picture.pixels, [0.299, 0.587]).allSatisfy { abs($0 - $1) < 0.005 })
    }
}
