extension ScanSource {
    private static let pieceSize = 16 << 10

    /// Gives a range in pieces, in order, so that little of it is in memory.
    ///
    /// - Throws: `HeaderScanError` if the source ends before, or what `body` throws.
    package mutating func eachPiece(of range: Range<Int>, _ body: (UnsafeRawBufferPointer) throws -> Void) throws {
        for start in stride(from: range.lowerBound, to: range.upperBound, by: Self.pieceSize) {
            let length = min(Self.pieceSize, range.upperBound - start)
            guard let piece = try bytes(at: start, length: length) else {
                throw HeaderScanError.truncated(offset: start)
            }
            try piece.withUnsafeBytes(body)
        }
    }
}
