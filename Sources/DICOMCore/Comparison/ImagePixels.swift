/// The pixels of an image as bytes, and the attributes that say what the bytes mean (PS3.3 C.7.6.3) and how they are
/// shown, to compare two images without decoding them.
package struct ImagePixels {
    /// How the pixels of two images compare.
    package enum Comparison: Sendable, Equatable {
        case same
        case different
        /// An attribute that says what the bytes mean, or how they are shown, differs.
        case otherMeaning(Tag)
        /// Only decoding would tell: one image is compressed, or both are and their code streams differ.
        case incomparable
    }

    /// Numbers in two bytes: samples, planes, rows, columns, bits, sign, padding and overlays.
    private static let numbers: [Tag] =
        ([0x0002, 0x0006, 0x0010, 0x0011, 0x0100, 0x0101, 0x0102, 0x0103, 0x0120, 0x0121] as [UInt16]).map {
            Tag(0x0028, $0)
        }
        // Which bits are an overlay.
        + stride(from: UInt16(0x6000), through: 0x601E, by: 2).flatMap { [Tag($0, 0x0100), Tag($0, 0x0102)] }
    /// Photometric Interpretation and frames, Patient Orientation, Image Laterality, the window with its function, the
    /// rescale, and Presentation LUT Shape: a draft is made from the picture as it is shown.
    private static let texts = [
        Tag(0x0028, 0x0004), .numberOfFrames, .patientOrientation, Tag(0x0020, 0x0062), Tag(0x0028, 0x1050),
        Tag(0x0028, 0x1051), Tag(0x0028, 0x1052), Tag(0x0028, 0x1053), Tag(0x0028, 0x1056), Tag(0x2050, 0x0020),
    ]

    /// Photometric Interpretation and Planar Configuration: a compression may change both although the colours stay the same
    /// (PS3.5 8.2).
    private static let colourCoding: Set<Tag> = [Tag(0x0028, 0x0004), Tag(0x0028, 0x0006)]

    /// Limit on the fragments that are joined, so that a peer does not decide how much memory a comparison takes.
    private static let fragmentLimit = 1 << 16

    private let source: ScanSource
    private let location: PixelDataLocation
    private let transferSyntax: TransferSyntax
    private let isBigEndian: Bool
    private let numbers: [Int?]
    private let texts: [String?]
    private let tables: LookUpTables

    /// Finds the pixels of the data set that starts at `offset` of the source; `nil` if it has none.
    package init?(
        _ source: ScanSource, from offset: Int, transferSyntax: TransferSyntax
    ) throws(HeaderScanError) {
        let selection = HeaderScan.Selection.tags(Set(Self.numbers + Self.texts), sequences: [])
        var (source, start) = try source.dataSet(from: offset, in: transferSyntax)
        let scan = try HeaderScan(&source, from: start, encoding: transferSyntax.encoding, selecting: selection)
        guard let location = scan.pixelData else { return nil }
        self.location = location
        self.transferSyntax = transferSyntax
        isBigEndian = scan.encoding == .explicitBigEndian
        numbers = Self.numbers.map(scan.unsignedShort)
        texts = Self.texts.map(scan.text)
        tables = try LookUpTables(&source, from: start, encoding: transferSyntax.encoding)
        self.source = source
    }

    /// Compares the pixels, and consumes both.
    package consuming func compared(with other: consuming ImagePixels) throws(HeaderScanError) -> Comparison {
        let differing =
            Self.numbers.enumerated().filter { numbers[$0.offset] != other.numbers[$0.offset] }.map(\.element)
            + Self.texts.enumerated().filter { texts[$0.offset] != other.texts[$0.offset] }.map(\.element)
        let mayBeSameColours = isColour && other.isColour && (location.isEncapsulated || other.location.isEncapsulated)
        if let tag = differing.first(where: { !mayBeSameColours || !Self.colourCoding.contains($0) }) {
            return .otherMeaning(tag)
        }
        if let tag = tables.attribute(differingFrom: other.tables) { return .otherMeaning(tag) }
        guard differing.isEmpty, location.isEncapsulated == other.location.isEncapsulated else { return .incomparable }
        if location.isEncapsulated {
            // The same code stream decodes to the same pixels, whatever its fragments and its name, except that RLE is known
            // by its name. Other bytes may do so too.
            let isRunLength = [transferSyntax, other.transferSyntax].map { $0 == .rleLossless }
            guard isRunLength[0] == isRunLength[1] else { return .incomparable }
            return try fragments().isSame(as: other.fragments()) ? .same : .incomparable
        }
        guard !transferSyntax.isEncapsulated, !other.transferSyntax.isEncapsulated else { return .incomparable }
        return try run.isSame(as: other.run) ? .same : .different
    }

    /// Whether Samples per Pixel is 3.
    private var isColour: Bool { numbers[0] == 3 }

    /// The fragments, joined, without the table of offsets before them: the first item, if it is empty or begins with the
    /// offset 0, as no code stream does (PS3.5 A.4).
    private func fragments() throws(HeaderScanError) -> ByteRun {
        var source = source
        var ranges: [Range<Int>] = []
        var offset = location.range.lowerBound
        while offset < location.range.upperBound {
            let item = try ElementHeader(at: offset, in: &source, encoding: .implicitLittleEndian)
            guard let end = item.end, end <= location.range.upperBound else {
                throw .truncated(offset: offset, tag: .pixelData)
            }
            guard ranges.count < Self.fragmentLimit else { throw .tooManyElements(offset: offset) }
            ranges.append(item.valueStart..<end)
            offset = end
        }
        if let first = ranges.first {
            let start = try source.bytes(at: first.lowerBound, length: min(4, first.count)).map(Array.init)
            let isTable = first.isEmpty || start == [0, 0, 0, 0]
            if isTable { ranges.removeFirst() }
        }
        return ByteRun(source, joining: ranges)
    }

    /// OB has no byte order (PS3.5 7.3).
    private var run: ByteRun {
        ByteRun(source, location.range, swapsWords: isBigEndian && location.vr != .otherByte)
    }
}
