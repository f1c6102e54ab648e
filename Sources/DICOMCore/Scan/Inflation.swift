internal import CZlib

/// A deflated data set (PS3.5 A.5: a raw stream of RFC 1951), unpacked piece by piece.
///
/// Made for streams that may be hostile: it needs the same memory whatever comes out, and takes no more time than an
/// image of that size may. Beyond 32 MiB, which a blank picture may fill from a few kilobytes, at most a hundred bytes
/// come out for one that went in; real radiographs stay below ten.
package final class Inflation {
    /// Bytes that come out at most: the samples of the largest image that is decoded, in words.
    static let byteLimit = 256 << 20
    private static let unquestioned = 32 << 20
    private static let ratioLimit = 100

    private let start: Int
    private var source: ScanSource
    // zlib's state points back at its stream, which must therefore stay where it is.
    private let stream: UnsafeMutablePointer<z_stream>
    private var input: ArraySlice<UInt8> = []
    private var consumed = 0
    private var produced = 0
    private var isAtEnd = false

    /// The stream that goes from `offset` to the end of `source`.
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

    /// All that comes out.
    package func everything() throws(HeaderScanError) -> [UInt8] {
        rewind()
        var bytes: [UInt8] = []
        while !isAtEnd { bytes += try next(atMost: 256 << 10) }
        return bytes
    }

    /// What comes out as something to scan: its length is found by unpacking it once.
    func scanSource() throws(HeaderScanError) -> ScanSource {
        rewind()
        while !isAtEnd { _ = try next(atMost: 64 << 10) }
        let count = produced
        rewind()
        var latest: [UInt8] = []
        return ScanSource(count: count) { [self] offset, size throws(HeaderScanError) in
            // A window may begin within the one before it, never further back.
            let overlap = produced - offset
            guard overlap <= latest.count else { throw .damagedDeflation(offset: consumed) }
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

    /// The bytes that come out next; fewer than `count` where the input at hand gives no more.
    private func next(atMost count: Int) throws(HeaderScanError) -> [UInt8] {
        if input.isEmpty {
            // At the end of the input zlib may still owe output; where it does not, it says so.
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
