import CZlib

/// Compresses bytes as they come (RFC 1952), with the 256 KiB that zlib has for it.
// One task at a time uses it: unchecked, because the state is zlib's.
package final class GzipStream: @unchecked Sendable {
    // zlib's state points back at its stream, so the stream must not move.
    private let stream: UnsafeMutablePointer<z_stream>
    private static let roomSize = 64 << 10

    /// What is compressed.
    package enum Content: Sendable {
        /// Text, at the fastest level: a list of studies shrinks to a tenth already.
        case text
        /// Differences of pixels, in which only runs of the same byte repeat.
        case differences

        fileprivate var level: Int32 { self == .text ? 1 : 6 }
        fileprivate var strategy: Int32 { self == .text ? Z_DEFAULT_STRATEGY : Z_RLE }
    }

    /// Returns nil if there is no memory.
    package init?(of content: Content = .text) {
        stream = .allocate(capacity: 1)
        stream.initialize(to: z_stream())
        // 16 more: the header and the end of gzip, and not those of zlib.
        guard
            deflateInit2_(
                stream, content.level, Z_DEFLATED, MAX_WBITS + 16, 8, content.strategy, ZLIB_VERSION,
                Int32(MemoryLayout<z_stream>.size)) == Z_OK
        else {
            stream.deallocate()
            return nil
        }
    }

    deinit {
        deflateEnd(stream)
        stream.deallocate()
    }

    /// Compresses a piece, and ends the stream after the last one.
    ///
    /// - Parameter piece: at most 4 GiB.
    package func compress(_ piece: UnsafeRawBufferPointer, isLast: Bool) -> [UInt8] {
        // zlib's interface has no constant pointer; it only reads.
        stream.pointee.next_in = UnsafeMutablePointer(mutating: piece.bindMemory(to: UInt8.self).baseAddress)
        stream.pointee.avail_in = UInt32(piece.count)
        var compressed: [UInt8] = []
        var isFull = true
        while isFull {
            compressed += [UInt8](unsafeUninitializedCapacity: Self.roomSize) { room, filled in
                stream.pointee.next_out = room.baseAddress
                stream.pointee.avail_out = UInt32(Self.roomSize)
                deflate(stream, isLast ? Z_FINISH : Z_NO_FLUSH)
                filled = Self.roomSize - Int(stream.pointee.avail_out)
            }
            isFull = stream.pointee.avail_out == 0
        }
        return compressed
    }
}
