/// Where the Pixel Data (7FE0,0010) of a data set is.
package struct PixelDataLocation: Sendable, Equatable {
    /// As the data set states it.
    package let vr: VR?
    /// The offsets of the value; of compressed pixels, the offsets of all fragments without the delimiter after them.
    package let range: Range<Int>
    /// Whether the value is in fragments (PS3.5 A.4).
    package let isEncapsulated: Bool
}

extension PixelDataLocation {
    /// Bytes read at a time for the header of a fragment.
    static let readAheadOfFragments = 64

    /// Follows the fragments of encapsulated Pixel Data to their end.
    ///
    /// Some devices omit the last delimiter, or write eight zero bytes for it. Without a delimiter, the pixels are
    /// complete if the last fragment ends with the end marker of its code stream or, in a coding without an end marker,
    /// if each frame has a fragment; otherwise the object is truncated.
    ///
    /// Only the header of each fragment is read.
    ///
    /// - Parameter limit: the most items that are followed.
    init(
        fragmentsOf element: ElementHeader, frames: Int, limit: Int, in source: inout ScanSource
    ) throws(HeaderScanError) {
        let usual = source.readAhead
        source.readAhead = Self.readAheadOfFragments
        defer { source.readAhead = usual }
        var offset = element.valueStart
        var items = 0
        var fragments = 0
        var first: [UInt8] = []
        while source.count - offset >= 8 {
            let item = try ElementHeader(at: offset, in: &source, encoding: element.encoding.ofItems)
            guard item.tag == .item, let length = item.length else { break }
            guard items < limit else { throw .tooManyElements(offset: offset) }
            guard let end = item.end, end <= source.count else {
                throw .truncated(offset: offset, tag: .pixelData, missing: item.valueStart + length - source.count)
            }
            items += 1
            if items > 1, length > 0 {
                fragments += 1
                if first.isEmpty {
                    first = try source.bytes(at: item.valueStart, length: min(2, length)).map(Array.init) ?? []
                }
            }
            offset = end
        }
        var follower: ElementHeader?
        if source.count - offset >= 8 {
            follower = try ElementHeader(at: offset, in: &source, encoding: element.encoding.ofItems)
        }
        if follower.map({ !$0.isDelimiter && !$0.isZero }) ?? true {
            let hasMarker = first == [0xFF, 0xD8] || first == [0xFF, 0x4F]
            let tail = try source.bytes(at: max(offset - 3, 0), length: min(3, offset)).map(Array.init) ?? []
            let isWhole = hasMarker ? tail.suffix(2) == [0xFF, 0xD9] || tail == [0xFF, 0xD9, 0] : fragments >= frames
            guard isWhole, fragments > 0 else {
                if let follower { throw .unexpected(follower.tag, offset: offset, within: .pixelData) }
                throw .truncated(offset: offset, tag: .pixelData)
            }
        }
        self.init(vr: element.vr, range: element.valueStart..<offset, isEncapsulated: true)
    }
}

extension TransferSyntax.Encoding {
    /// Items and delimiters have no VR; reading them so accepts whatever stands in their place.
    var ofItems: TransferSyntax.Encoding { self == .explicitBigEndian ? .explicitBigEndian : .implicitLittleEndian }
}
