extension ScanSource {
    private static let pieceSize = 16 << 10

    /// Passes a range to `body` in order, in pieces of at most 16 KiB.
    ///
    /// - Throws: `HeaderScanError` if the source ends within the range, and the errors of `body`.
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
