internal import Glibc

/// Bytes to scan, in memory or read through a small window, so that a scan needs the same memory for an object of any
/// size.
package struct ScanSource {
    /// Number of bytes.
    package let count: Int

    /// Bytes read at a time, unless a call asks for more. A walk over fragments reads fewer, because it needs only the
    /// eight bytes before each fragment.
    var readAhead = 16 << 10

    private let read: ((_ offset: Int, _ size: Int) throws(HeaderScanError) -> [UInt8])?
    private var window: [UInt8]
    private var windowStart = 0

    /// Creates a source from bytes in memory.
    package init(_ bytes: [UInt8]) {
        count = bytes.count
        read = nil
        window = bytes
    }

    /// Creates a source that calls `read`, which returns as many bytes as asked for, fewer only at the end.
    package init(count: Int, read: @escaping (_ offset: Int, _ size: Int) throws(HeaderScanError) -> [UInt8]) {
        self.count = count
        self.read = read
        window = []
    }

    /// Creates a source from an open file, which the caller closes.
    package init(descriptor: Int32) throws(HeaderScanError) {
        try self.init(OpenFile(descriptor, isOwned: false))
    }

    /// Opens a file, which is closed with the last copy of the source.
    package init(path: String) throws(HeaderScanError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(errno: errno) }
        try self.init(OpenFile(descriptor, isOwned: true))
    }

    private init(_ file: OpenFile) throws(HeaderScanError) {
        var status = stat()
        guard fstat(file.descriptor, &status) == 0 else { throw .unreadable(errno: errno) }
        self.init(count: Int(status.st_size)) { offset, size throws(HeaderScanError) in
            var bytes = [UInt8](repeating: 0, count: size)
            let filled = bytes.withUnsafeMutableBytes { pread(file.descriptor, $0.baseAddress, size, off_t(offset)) }
            guard filled >= 0 else { throw .unreadable(errno: errno) }
            bytes.removeLast(size - filled)
            return bytes
        }
    }

    private final class OpenFile: Sendable {
        let descriptor: Int32
        private let isOwned: Bool

        init(_ descriptor: Int32, isOwned: Bool) {
            self.descriptor = descriptor
            self.isOwned = isOwned
        }

        deinit { if isOwned { close(descriptor) } }
    }

    /// Returns `length` bytes at `offset`, at most some kilobytes; `nil` if the source ends before their end.
    package mutating func bytes(at offset: Int, length: Int) throws(HeaderScanError) -> ArraySlice<UInt8>? {
        guard offset >= 0, length >= 0, offset <= count, length <= count - offset else { return nil }
        if let read, offset < windowStart || offset + length > windowStart + window.count {
            window = try read(offset, min(max(length, readAhead), count - offset))
            windowStart = offset
        }
        let start = offset - windowStart
        guard start + length <= window.count else { return nil }
        return window[start..<start + length]
    }
}
