/// The look-up tables that an image is shown through: Modality LUT and VOI LUT (PS3.3 C.11.1, C.11.2) and the palettes of
/// colours (C.7.6.3.1.5), as bytes in little endian order.
struct LookUpTables {
    private static let sequences: Set<Tag> = [Tag(0x0028, 0x3000), Tag(0x0028, 0x3010)]
    /// Descriptors and data of palettes, whole and in segments.
    private static let palettes = Set(
        ([0x1101, 0x1102, 0x1103, 0x1201, 0x1202, 0x1203, 0x1221, 0x1222, 0x1223] as [UInt16]).map {
            Tag(0x0028, $0)
        })
    /// LUT Descriptor and LUT Data; an explanation changes nothing that is seen.
    private static let parts: Set<Tag> = [Tag(0x0028, 0x3002), Tag(0x0028, 0x3006)]
    /// Limits on one value and on all of them: a table of 65536 entries has 128 KiB, and an image is shown through one of
    /// its first 16.
    private static let valueLimit = 1 << 20
    private static let byteLimit = 8 << 20

    private var tables: [Tag: [UInt8]] = [:]
    private var count = 0
    private var open: (tag: Tag, depth: Int)?

    /// Reads the tables of the data set that starts at `offset`.
    init(
        _ source: inout ScanSource, from offset: Int, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) {
        var walk = try DataSetWalk(
            &source, from: offset, encoding: encoding, following: .these(Self.sequences), resumes: true)
        while let step = try walk.next(&source) { try take(step, from: &source) }
    }

    /// The first attribute whose tables are not the same in both. An empty sequence is as good as none.
    func attribute(differingFrom other: LookUpTables) -> Tag? {
        (Self.sequences.union(Self.palettes)).sorted { $0.number < $1.number }.first {
            tables[$0] ?? [] != other.tables[$0] ?? []
        }
    }

    private mutating func take(_ step: DataSetWalk.Step, from source: inout ScanSource) throws(HeaderScanError) {
        switch step {
        case .value(let element):
            if let open {
                guard open.depth == 1, Self.parts.contains(element.tag) else { return }
                try append(element, to: open.tag, from: &source)
            } else if Self.palettes.contains(element.tag), tables[element.tag] == nil {
                try append(element, to: element.tag, from: &source)
            }
        case .sequence(let element):
            open = (open?.tag ?? element.tag, (open?.depth ?? 0) + 1)
        case .item: if let open, open.depth == 1 { tables[open.tag, default: []].append(0xFE) }
        case .sequenceEnd:
            open?.depth -= 1
            if open?.depth == 0 { open = nil }
        case .abandoned:
            // What was read of a damaged sequence is not shown; whether both are damaged is.
            if let open { tables[open.tag] = [0xFF] }
            open = nil
        case .itemEnd, .pixelData: break
        }
    }

    /// Appends a value, with its element and its length before it.
    private mutating func append(
        _ element: ElementHeader, to tag: Tag, from source: inout ScanSource
    ) throws(HeaderScanError) {
        let length = element.length ?? 0
        count += length
        guard length <= Self.valueLimit, count <= Self.byteLimit else {
            throw .attributesTooLarge(bytes: Self.byteLimit)
        }
        guard let value = try source.bytes(at: element.valueStart, length: length) else {
            throw .truncated(offset: element.start, tag: element.tag)
        }
        var bytes = Array(value)
        // Words, whatever the VR says of their sign (PS3.5 7.3); OB has no byte order.
        if element.encoding == .explicitBigEndian, element.vr != .otherByte {
            for place in stride(from: 0, to: bytes.count - 1, by: 2) { bytes.swapAt(place, place + 1) }
        }
        tables[tag, default: []] += element.tag.element.littleEndianBytes + UInt32(length).littleEndianBytes + bytes
    }
}
