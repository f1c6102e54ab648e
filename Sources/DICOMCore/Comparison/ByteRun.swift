internal import Glibc

/// Bytes in a source, in one or several ranges that count as joined, to compare with another run piece by piece.
package struct ByteRun {
    private static let pieceSize = 16 << 10

    private var source: ScanSource
    private let ranges: [Range<Int>]
    private let count: Int
    /// Which range is read, and where in the source.
    private var current = 0
    private var place: Int
    /// Whether the bytes are big-endian words, which are compared as little-endian ones.
    private let swapsWords: Bool

    package init(_ source: ScanSource, _ range: Range<Int>, swapsWords: Bool = false) {
        self.init(source, joining: [range], swapsWords: swapsWords)
    }

    init(_ source: ScanSource, joining ranges: [Range<Int>], swapsWords: Bool = false) {
        self.source = source
        self.ranges = ranges.filter { !$0.isEmpty }
        count = ranges.reduce(0) { $0 + $1.count }
        place = self.ranges.first?.lowerBound ?? 0
        self.swapsWords = swapsWords
    }

    /// Whether both runs have the same bytes. Reads each run once, from its beginning.
    package consuming func isSame(as other: consuming ByteRun) throws(HeaderScanError) -> Bool {
        guard count == other.count else { return false }
        var (left, right) = (self, other)
        while !left.isAtEnd {
            let count = min(Self.pieceSize, left.left, right.left)
            let isSame = try left.piece(count: count) { (a) throws(HeaderScanError) in
                try right.piece(count: count) { a.elementsEqual($0) }
            }
            guard isSame else { return false }
        }
        return true
    }

    private var isAtEnd: Bool { current == ranges.count }
    /// Bytes left in the range that is read.
    private var left: Int { ranges[current].upperBound - place }

    /// Passes the next bytes of the range that is read.
    private mutating func piece(
        count: Int, _ body: (ArraySlice<UInt8>) throws(HeaderScanError) -> Bool
    ) throws(HeaderScanError) -> Bool {
        guard var bytes = try source.bytes(at: place, length: count) else { throw .unreadable(errno: EIO) }
        place += count
        if place == ranges[current].upperBound {
            current += 1
            if !isAtEnd { place = ranges[current].lowerBound }
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
