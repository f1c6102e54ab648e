extension PixelDataLocation {
    /// The fragments of encapsulated pixels (PS3.5 A.4).
    package struct Fragments: Sendable {
        /// The Basic Offset Table: the offset of each frame's first fragment; empty if the object has none.
        package let offsetTable: [Int]
        /// The value of each fragment, as a range of the source, in order.
        package let ranges: [Range<Int>]
        /// Where the first fragment's item begins, from which the table counts.
        package let start: Int
    }

    /// Limit on the entries of an offset table that are read.
    static let offsetLimit = 1 << 16

    /// Locates the fragments by reading the offset table and the header of each fragment. The location was found by a
    /// walk through the same source.
    package func fragments(
        in source: inout ScanSource, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) -> Fragments {
        let usual = source.readAhead
        source.readAhead = Self.readAheadOfFragments
        defer { source.readAhead = usual }
        var offset = range.lowerBound
        var table: [Int] = []
        var ranges: [Range<Int>] = []
        var start: Int?
        while offset < range.upperBound {
            let item = try ElementHeader(at: offset, in: &source, encoding: encoding.ofItems)
            guard item.tag == .item, let end = item.end, end <= range.upperBound else {
                throw .unexpected(item.tag, offset: offset, within: .pixelData)
            }
            if start == nil {
                start = end
                let bytes = min(end - item.valueStart, 4 * PixelDataLocation.offsetLimit)
                let entries = try source.bytes(at: item.valueStart, length: bytes).map(Array.init) ?? []
                table = stride(from: 0, to: entries.count / 4 * 4, by: 4).map {
                    Int(UInt32(entries[$0..<$0 + 4], bigEndian: encoding == .explicitBigEndian))
                }
            } else {
                ranges.append(item.valueStart..<end)
            }
            offset = end
        }
        return Fragments(offsetTable: table, ranges: ranges, start: start ?? range.lowerBound)
    }

    /// The fragments of nested pixel data, which a walk gives as an element of undefined length.
    package init(fragmentsOf element: ElementHeader, in source: inout ScanSource) throws(HeaderScanError) {
        try self.init(fragmentsOf: element, frames: 1, limit: DataSetWalk.elementLimit, in: &source)
    }
}
