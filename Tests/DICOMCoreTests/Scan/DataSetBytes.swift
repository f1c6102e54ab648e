import DICOMCore

/// Takes precedence over the type of the same name in Testing.
typealias Tag = DICOMCore.Tag

/// Builds elements by hand, so that invalid ones can be written too.
enum DataSetBytes {
    static func implicit(_ tag: Tag, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        number(tag.group) + number(tag.element) + number(length ?? UInt32(value.count)) + value
    }

    static func explicit(_ tag: Tag, _ vr: String, _ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        let head = number(tag.group) + number(tag.element) + Array(vr.utf8)
        if ["OB", "OW", "SQ", "UN", "UT"].contains(vr) {
            return head + [0, 0] + number(length ?? UInt32(value.count)) + value
        }
        return head + number(UInt16(length ?? UInt32(value.count))) + value
    }

    static let undefined: UInt32 = 0xFFFF_FFFF

    static func item(_ value: [UInt8], length: UInt32? = nil) -> [UInt8] {
        implicit(Tag(0xFFFE, 0xE000), value, length: length)
    }
    static let itemEnd = implicit(Tag(0xFFFE, 0xE00D), [])
    static let sequenceEnd = implicit(Tag(0xFFFE, 0xE0DD), [])

    static func number<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
        withUnsafeBytes(of: number.littleEndian) { Array($0) }
    }

    /// The mandatory UIDs of an instance, in Explicit VR Little Endian.
    static let identity: [UInt8] =
        explicit(.sopClassUID, "UI", Array("1.2.840.10008.5.1.4.1.1.1\0".utf8))
        + explicit(.sopInstanceUID, "UI", Array("1.2.3\0".utf8))
        + explicit(.studyInstanceUID, "UI", Array("1.2.4\0".utf8))
        + explicit(.seriesInstanceUID, "UI", Array("1.2.5\0".utf8))

    /// This many nested sequences of undefined length, closed properly.
    static func nested(levels: Int) -> [UInt8] {
        let open = explicit(Tag(0x0040, 0xA730), "SQ", [], length: undefined) + item([], length: undefined)
        let close = itemEnd + sequenceEnd
        return (0..<levels).flatMap { _ in open } + (0..<levels).flatMap { _ in close }
    }
}
