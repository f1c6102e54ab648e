/// Tag, VR and length of a data element, which precede its value (PS3.5 7.1).
struct ElementHeader {
    static let undefinedLength: UInt32 = 0xFFFF_FFFF

    let tag: Tag
    /// `nil` in implicit VR and for items and delimiters.
    let vr: VR?
    /// Length of the value in bytes; `nil` if undefined.
    let length: Int?
    /// Offset of the header, and offset of the value.
    let start: Int
    let valueStart: Int

    var end: Int? { length.map { valueStart + $0 } }

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
        let lengthBytes: UInt32
        if encoding == .implicitLittleEndian || tag.group == 0xFFFE {
            vr = nil
            lengthBytes = UInt32(bytes[(first + 4)...].prefix(4), bigEndian: isBig)
            valueStart = offset + 8
        } else {
            let vr = VR(bytes[first + 4], bytes[first + 5])
            guard vr.isPlausible || vr.isFiller else { throw .notDICOM(offset: offset) }
            self.vr = vr
            if vr.hasLongLength {
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
