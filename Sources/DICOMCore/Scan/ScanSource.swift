internal import Glibc

/// Bytes to scan: in memory, or a range of an open file read through a small window, so that a scan needs the same
/// memory for an object of any size.
package struct ScanSource {
    private static let windowSize = 16 << 10

    /// Bytes there are.
    package let count: Int

    private let descriptor: Int32?
    private let fileOffset: Int
    private var window: [UInt8]
    private var windowStart = 0

    package init(_ bytes: [UInt8]) {
        count = bytes.count
        descriptor = nil
        fileOffset = 0
        window = bytes
    }

    /// The bytes of an open file from `offset` to its end. The descriptor stays the caller's.
    package init(descriptor: Int32, offset: Int = 0) throws(HeaderScanError) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
        count = max(0, Int(status.st_size) - offset)
        self.descriptor = descriptor
        fileOffset = offset
        window = []
    }

    /// `length` bytes at `offset`; `nil` where they are not all there. At most a few kilobytes are asked for at a time.
    mutating func bytes(at offset: Int, length: Int) throws(HeaderScanError) -> ArraySlice<UInt8>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        if offset < windowStart || offset + length > windowStart + window.count {
            try moveWindow(to: offset, length: length)
        }
        let start = offset - windowStart
        guard start + length <= window.count else { return nil }
        return window[start..<start + length]
    }

    private mutating func moveWindow(to offset: Int, length: Int) throws(HeaderScanError) {
        guard let descriptor else { return }
        let wanted = min(max(length, ScanSource.windowSize), count - offset)
        var failure: Int32 = 0
        window = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
            while filled < wanted {
                let rest = UnsafeMutableRawBufferPointer(rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
                let step = pread(descriptor, rest.baseAddress, rest.count, off_t(fileOffset + offset + filled))
                if step < 0, errno == EINTR { continue }
                if step < 0 { failure = errno }
                if step <= 0 { break }
                filled += step
            }
        }
        windowStart = offset
        if failure != 0 { throw .unreadable(errno: failure) }
    }
}
