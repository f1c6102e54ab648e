/// Finds where the elements of a data set continue after a damaged one.
///
/// An offset qualifies if several elements follow each other there in ascending order and are not followed by an item or
/// a delimiter, which would mean the inside of a sequence. The search reads each byte once; one limit bounds the searches
/// of an object together.
struct Resumption {
    /// Limit on the bytes searched in one object, larger than any header.
    static let byteLimit = 4 << 20
    private static let chunkSize = 8 << 10

    /// Bytes searched so far.
    private(set) var searched = 0
    /// The fewest bytes that uncompressed Pixel Data may have; the icon in a damaged sequence has fewer.
    var smallestPixelData = 0

    /// The first offset from `start` on at which elements above `tag` continue; `nil` if the search finds none.
    mutating func place(
        from start: Int, above tag: Tag, in source: inout ScanSource, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) -> Int? {
        // Without VRs other bytes look like elements more often.
        let needed: UInt8 = encoding == .implicitLittleEndian ? 4 : 3
        var place = start
        while place < source.count {
            guard let chunk = try chunk(at: place, in: &source, encoding: encoding) else { return nil }
            let isLast = place + chunk.count == source.count
            let own = isLast ? chunk.count : chunk.count / 2
            for at in 0..<own where chunk.runs[at] >= needed && chunk.runs[at] != ElementRuns.nested {
                guard let found = chunk.tag(at: at), found > tag, found.group % 2 == 0 else { continue }
                // Pixel Data before Rows and Columns belongs to an icon.
                if found == .pixelData, smallestPixelData == 0 { continue }
                return place + at
            }
            place += own
        }
        return nil
    }

    /// Whether at least `needed` elements above `tag` follow at an offset, or fewer that reach the end of the data set.
    mutating func goesOn(
        at offset: Int, above tag: Tag, needed: UInt8, in source: inout ScanSource, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) -> Bool {
        guard offset < source.count, let chunk = try chunk(at: offset, in: &source, encoding: encoding),
            let first = chunk.tag(at: 0)
        else { return false }
        return first > tag && chunk.runs[0] >= needed && chunk.runs[0] != ElementRuns.nested
    }

    private mutating func chunk(
        at offset: Int, in source: inout ScanSource, encoding: TransferSyntax.Encoding
    ) throws(HeaderScanError) -> ElementRuns? {
        let size = min(Resumption.chunkSize, source.count - offset)
        guard searched + size <= Resumption.byteLimit, let bytes = try source.bytes(at: offset, length: size) else {
            return nil
        }
        searched += size
        return ElementRuns(
            Array(bytes), at: offset, of: source.count, encoding: encoding, smallestPixelData: smallestPixelData)
    }
}
