internal import Glibc

/// A run of bytes in a source, to compare with another run piece by piece.
package struct ByteRun {
    private static let pieceSize = 16 << 10

    private var source: ScanSource
    private let range: Range<Int>
    /// Whether the bytes are big-endian words, which are compared as little-endian ones.
    private let swapsWords: Bool

    package init(_ source: ScanSource, _ range: Range<Int>, swapsWords: Bool = false) {
        self.source = source
        self.range = range
        self.swapsWords = swapsWords
    }

    /// Whether both runs have the same bytes. Reads each run once, from its beginning.
    package consuming func isSame(as other: consuming ByteRun) throws(HeaderScanError) -> Bool {
        guard range.count == other.range.count else { return false }
        var (left, right) = (self, other)
        var offset = 0
        while offset < left.range.count {
            let count = min(Self.pieceSize, left.range.count - offset)
            let isSame = try left.piece(at: offset, count: count) { (a) throws(HeaderScanError) in
                try right.piece(at: offset, count: count) { a.elementsEqual($0) }
            }
            guard isSame else { return false }
            offset += count
        }
        return true
    }

    private mutating func piece(
        at offset: Int, count: Int, _ body: (ArraySlice<UInt8>) throws(HeaderScanError) -> Bool
    ) throws(HeaderScanError) -> Bool {
        guard var bytes = try source.bytes(at: range.lowerBound + offset, length: count) else {
            throw .unreadable(errno: EIO)
        }
        // A piece has an even number of bytes, except perhaps the last.
        if swapsWords {
            for place in stride(from: bytes.startIndex, to: bytes.endIndex - 1, by: 2) {
                bytes.swapAt(place, place + 1)
            }
        }
        return try body(bytes)
    }
}
