import DICOMCore
import DICOMObject
import Foundation

/// A data set written by hand in Explicit VR Little Endian: exactly the attributes that a test names, legal or not.
struct SyntheticObject {
    private var elements: [UInt32: [UInt8]] = [:]

    /// A grayscale image of one row; `pixels` are 16-bit words or 8-bit bytes, as `bitsAllocated` says.
    init(pixels: [UInt16], bitsAllocated: UInt16 = 16, bitsStored: UInt16 = 16, signed: Bool = false) {
        set(0x0028, 0x0002, "US", words: [1])
        set(0x0028, 0x0004, "CS", text: "MONOCHROME2")
        set(0x0028, 0x0010, "US", words: [1])
        set(0x0028, 0x0011, "US", words: [UInt16(pixels.count)])
        set(0x0028, 0x0100, "US", words: [bitsAllocated])
        set(0x0028, 0x0101, "US", words: [bitsStored])
        set(0x0028, 0x0102, "US", words: [bitsStored - 1])
        set(0x0028, 0x0103, "US", words: [signed ? 1 : 0])
        set(0x7FE0, 0x0010, "OW", bytes: bitsAllocated == 8 ? pixels.map { UInt8($0) } : SyntheticObject.little(pixels))
    }

    mutating func set(_ group: UInt16, _ element: UInt16, _ vr: String, text: String) {
        set(group, element, vr, bytes: Array(text.utf8), padding: vr == "UI" ? 0 : 0x20)
    }

    mutating func set(_ group: UInt16, _ element: UInt16, _ vr: String, words: [UInt16]) {
        set(group, element, vr, bytes: SyntheticObject.little(words))
    }

    /// One item with the elements that `item` has beyond those of an image.
    mutating func set(_ group: UInt16, _ element: UInt16, item: SyntheticObject) { set(group, element, items: [item]) }

    /// A sequence of items.
    mutating func set(_ group: UInt16, _ element: UInt16, items: [SyntheticObject]) {
        let encoded = items.flatMap { item in
            let body = item.elements.sorted { $0.key < $1.key }.flatMap(\.value)
            return SyntheticObject.little([0xFFFE, 0xE000]) + SyntheticObject.little(UInt32(body.count)) + body
        }
        set(group, element, "SQ", bytes: encoded)
    }

    mutating func remove(_ group: UInt16, _ element: UInt16) {
        elements[Tag(group, element).number] = nil
    }

    /// Only the elements that were set, without those of an image.
    static var empty: SyntheticObject {
        var object = SyntheticObject(pixels: [0])
        object.elements = [:]
        return object
    }

    /// Encapsulated Pixel Data: an empty offset table, these fragments and the delimiter.
    mutating func set(fragments: [[UInt8]]) {
        let items = ([[]] + fragments).flatMap { stream in
            let fragment = stream.count % 2 == 0 ? stream : stream + [0]
            return SyntheticObject.little([0xFFFE, 0xE000]) + SyntheticObject.little(UInt32(fragment.count)) + fragment
        }
        let header = SyntheticObject.little([0x7FE0, 0x0010]) + Array("OB".utf8) + [0, 0, 0xFF, 0xFF, 0xFF, 0xFF]
        let end = SyntheticObject.little([0xFFFE, 0xE0DD]) + SyntheticObject.little(UInt32(0))
        elements[Tag(0x7FE0, 0x0010).number] = header + items + end
    }

    /// The element once more, behind the one that is there.
    mutating func double(_ group: UInt16, _ element: UInt16, with other: SyntheticObject) {
        let number = Tag(group, element).number
        elements[number, default: []] += other.elements[number] ?? []
    }

    mutating func set(_ group: UInt16, _ element: UInt16, _ vr: String, bytes: [UInt8], padding: UInt8 = 0) {
        let value = bytes.count % 2 == 0 ? bytes : bytes + [padding]
        var encoded = SyntheticObject.little([group, element]) + Array(vr.utf8)
        if ["OW", "OB", "OF", "OD", "SQ", "UT", "UN"].contains(vr) {
            encoded += [0, 0] + SyntheticObject.little(UInt32(value.count))
        } else {
            encoded += SyntheticObject.little([UInt16(value.count)])
        }
        elements[Tag(group, element).number] = encoded + value
    }

    /// A Part 10 file: preamble, the one mandatory meta element, data set in tag order.
    func write(to url: URL, transferSyntax: String = "1.2.840.10008.1.2.1") throws {
        var meta = SyntheticObject.empty
        meta.set(0x0002, 0x0010, "UI", text: transferSyntax)
        let syntax = meta.elements.values.flatMap { $0 }
        let length =
            SyntheticObject.little([0x0002, 0x0000]) + Array("UL".utf8) + SyntheticObject.little([4])
            + SyntheticObject.little(UInt32(syntax.count))
        let body = elements.sorted { $0.key < $1.key }.flatMap(\.value)
        try Data([UInt8](repeating: 0, count: 128) + Array("DICM".utf8) + length + syntax + body).write(to: url)
    }

    /// Writes the object to a file and passes it to `body`.
    func read<Result>(_ body: (DICOMFile) throws -> Result) throws -> Result {
        try TestFiles.withFolder { folder in
            let url = folder.appending(path: "object.dcm")
            try write(to: url)
            return try body(DICOMFile(path: url.path))
        }
    }

    private static func little(_ words: [UInt16]) -> [UInt8] { words.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] } }
    private static func little(_ long: UInt32) -> [UInt8] {
        little([UInt16(truncatingIfNeeded: long), UInt16(long >> 16)])
    }
}
