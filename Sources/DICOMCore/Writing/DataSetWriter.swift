/// Writes a data set element by element, in tag order; enough for responses, query identifiers and file meta information.
package struct DataSetWriter {
    /// The supported element encodings.
    package enum Encoding: Sendable {
        case implicitLittleEndian
        case explicitLittleEndian
    }

    package private(set) var bytes: [UInt8] = []
    private let encoding: Encoding

    /// Creates an empty data set.
    package init(_ encoding: Encoding) { self.encoding = encoding }

    /// Appends text, padded to an even length.
    package mutating func append(_ tag: Tag, _ vr: VR, _ text: String) {
        append(tag, vr, bytes: Array(text.utf8))
    }

    /// Appends a UID.
    package mutating func append(_ tag: Tag, uid: UID) {
        append(tag, .uniqueIdentifier, uid.description)
    }

    /// Appends a two-byte unsigned integer.
    package mutating func append(_ tag: Tag, unsignedShort number: UInt16) {
        append(tag, .unsignedShort, bytes: number.littleEndianBytes)
    }

    /// Appends a four-byte unsigned integer.
    package mutating func append(_ tag: Tag, unsignedLong number: UInt32) {
        append(tag, .unsignedLong, bytes: number.littleEndianBytes)
    }

    /// Appends raw bytes, padded to even length as the VR requires (PS3.5 6.2).
    package mutating func append(_ tag: Tag, _ vr: VR, bytes value: [UInt8]) {
        let length = value.count + value.count % 2
        bytes += tag.group.littleEndianBytes + tag.element.littleEndianBytes
        switch encoding {
        case .implicitLittleEndian:
            bytes += UInt32(length).littleEndianBytes
        case .explicitLittleEndian:
            bytes += [UInt8(vr.code >> 8), UInt8(truncatingIfNeeded: vr.code)]
            if vr.hasLongLength {
                bytes += [0, 0] + UInt32(length).littleEndianBytes
            } else {
                bytes += UInt16(truncatingIfNeeded: length).littleEndianBytes
            }
        }
        bytes += value
        if value.count % 2 == 1 { bytes.append(vr.padding) }
    }

    /// Wraps elements in a sequence item (PS3.5 7.5); the same in both encodings.
    package static func item(_ elements: [UInt8]) -> [UInt8] {
        [0xFE, 0xFF, 0x00, 0xE0] + UInt32(elements.count).littleEndianBytes + elements
    }
}
