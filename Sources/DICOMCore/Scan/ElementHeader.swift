/// Tag, VR and length of a data element, which precede its value (PS3.5 7.1).
package struct ElementHeader {
    static let undefinedLength: UInt32 = 0xFFFF_FFFF

    package let tag: Tag
    /// `nil` in implicit VR and for items and delimiters; in capitals even if the device writes small letters.
    package let vr: VR?
    /// Length of the value in bytes; `nil` if undefined.
    package let length: Int?
    /// Offset of the header, and offset of the value.
    let start: Int
    package let valueStart: Int
    /// The coding in which it was read.
    package let encoding: TransferSyntax.Encoding

    package var end: Int? { length.map { valueStart + $0 } }

    /// Reads the header at `offset`.
    init(
        at offset: Int, in source: inout ScanSource, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) {
        guard let bytes = try source.bytes(at: offset, length: 8) else { throw .truncated(offset: offset) }
        let isBig = encoding == .explicitBigEndian
        let first = bytes.startIndex
        tag = Tag(
            UInt16(bytes[first...].prefix(2), bigEndian: isBig),
            UInt16(bytes[(first + 2)...].prefix(2), bigEndian: isBig))
        start = offset
        self.encoding = encoding
        let lengthBytes: UInt32
        if encoding == .implicitLittleEndian || tag.group == 0xFFFE {
            vr = nil
            lengthBytes = UInt32(bytes[(first + 4)...].prefix(4), bigEndian: isBig)
            valueStart = offset + 8
        } else {
            let vr = VR(bytes[first + 4], bytes[first + 5]).capitalized
            guard vr.isPlausible || vr.isFiller else {
                // The bytes are not shown: they may be part of a name.
                if tag.group < 0x1000 { throw .unknownVR(tag, offset: offset) }
                throw .noElement(offset: offset)
            }
            self.vr = vr
            // Two reserved bytes precede a long length: they tell a VR of a later standard from an invented one.
            let isReserved = bytes[first + 6] == 0 && bytes[first + 7] == 0
            if vr.isKnown ? vr.hasLongLength : vr.isPlausible && isReserved {
                guard let long = try source.bytes(at: offset + 8, length: 4) else {
                    throw .truncated(offset: offset)
                }
                lengthBytes = UInt32(long, bigEndian: isBig)
                valueStart = offset + 12
            } else {
                lengthBytes = UInt32(UInt16(bytes[(first + 6)...].prefix(2), bigEndian: isBig))
                valueStart = offset + 8
            }
        }
        length = lengthBytes == ElementHeader.undefinedLength ? nil : Int(lengthBytes)
    }
}

extension ElementHeader {
    var isDelimiter: Bool { tag == .itemDelimitation || tag == .sequenceDelimitation }

    /// Eight zero bytes, which some devices write in place of a delimiter.
    var isZero: Bool { tag == Tag(0, 0) && length == 0 }

    /// Whether an element of known length is a sequence. Its tag and VR do not tell: text may have a sequence's tag, and a
    /// sequence may have VR UN.
    func holdsItems(in source: inout ScanSource) throws(HeaderScanError) -> Bool {
        guard let length, length >= 8, [nil, .sequence, .unknown].contains(vr) else { return false }
        let bytes = try source.bytes(at: valueStart, length: 4).map(Array.init)
        return bytes == [0xFE, 0xFF, 0x00, 0xE0]
            || (encoding == .explicitBigEndian && bytes == [0xFF, 0xFE, 0xE0, 0x00])
    }
}

extension FixedWidthInteger {
    /// Decodes an unsigned integer from these bytes.
    init(_ bytes: some Collection<UInt8>, bigEndian: Bool) {
        self = 0
        if bigEndian {
            for byte in bytes { self = self << 8 | Self(byte) }
        } else {
            for byte in bytes.reversed() { self = self << 8 | Self(byte) }
        }
    }
}
