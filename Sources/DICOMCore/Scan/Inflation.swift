internal import CZlib

/// Inflates a deflated data set (PS3.5 A.5: a raw RFC 1951 stream) piece by piece.
///
/// Made for untrusted streams: memory is constant whatever the output, and time is limited to what an image of that size
/// needs. Above 32 MiB, which a blank picture may reach from a few kilobytes, the output may be at most a hundred times
/// the input; real radiographs stay below ten.
package final class Inflation {
    /// Limit on the output in bytes: the samples of the largest image that is decoded, in words.
    static let byteLimit = 256 << 20
    private static let unquestioned = 32 << 20
    private static let ratioLimit = 100

    private let start: Int
    private var source: ScanSource
    // zlib's state points back at its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: ArraySlice<UInt8> = []
    private var consumed = 0
    private var produced = 0
    private var isAtEnd = false

    /// Inflates the bytes from `offset` to the end of `source`.
    package init(_ source: ScanSource, from offset: Int) throws(HeaderScanError) {
        self.source = source
        start = offset
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // Negative: a raw stream, without zlib's own header.
        guard inflateInit2_(stream, -MAX_WBITS, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK else {
            throw .unreadable(errno: 12)
        }
    }

    deinit {
        inflateEnd(stream)
        stream.deallocate()
    }

    /// The whole output.
    package func everything() throws(HeaderScanError) -> [UInt8] {
        rewind()
        var bytes: [UInt8] = []
        while !isAtEnd { bytes += try next(atMost: 256 << 10) }
        return bytes
    }

    /// The output as a source to scan. Inflates it once to find its length.
    func scanSource() throws(HeaderScanError) -> ScanSource {
        rewind()
        while !isAtEnd { _ = try next(atMost: 64 << 10) }
        let count = produced
        rewind()
        var latest: [UInt8] = []
        return ScanSource(count: count) { [self] offset, size throws(HeaderScanError) in
            // A window that begins before the previous one needs the stream from its start. A walk goes back only for
            // damaged sequences, whose number is limited.
            if produced - offset > latest.count {
                rewind()
                latest = []
            }
            let overlap = produced - offset
            while produced < offset { _ = try next(atMost: min(64 << 10, offset - produced)) }
            latest = overlap > 0 ? latest.suffix(overlap) : []
            while latest.count < size, !isAtEnd { latest += try next(atMost: size - latest.count) }
            return latest
        }
    }

    private func rewind() {
        inflateReset(stream)
        (input, consumed, produced, isAtEnd) = ([], 0, 0, false)
    }

    /// The next output bytes; fewer than `count` if the available input gives no more.
    private func next(atMost count: Int) throws(HeaderScanError) -> [UInt8] {
        if input.isEmpty {
            // At the end of the input zlib may still have output pending; otherwise it reports that.
            let left = min(source.count - start - consumed, 16 << 10)
            if left > 0 {
                guard let read = try source.bytes(at: start + consumed, length: left) else {
                    throw .damagedDeflation(offset: consumed)
                }
                input = read
            }
        }
        var status = Z_OK
        let bytes = [UInt8](unsafeUninitializedCapacity: count) { output, filled in
            input.withUnsafeBufferPointer { input in
                stream.pointee.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
                stream.pointee.avail_in = UInt32(input.count)
                stream.pointee.next_out = output.baseAddress
                stream.pointee.avail_out = UInt32(count)
                status = inflate(stream, Z_NO_FLUSH)
            }
            filled = count - Int(stream.pointee.avail_out)
        }
        consumed += input.count - Int(stream.pointee.avail_in)
        input = input.suffix(Int(stream.pointee.avail_in))
        produced += bytes.count
        isAtEnd = status == Z_STREAM_END
        guard status == Z_OK || isAtEnd else { throw .damagedDeflation(offset: consumed) }
        let isBomb = produced > Inflation.unquestioned && produced / Inflation.ratioLimit > consumed
        guard produced <= Inflation.byteLimit, !isBomb else { throw .inflatesTooFar(bytes: produced) }
        return bytes
    }
}
