internal import CGlibc
import Glibc

/// What the kernel has of files in memory.
package enum PageCache {
    /// Reads the first bytes of a range of a file, as far as they are in memory. Never waits for the disk.
    ///
    /// - Returns: the number of bytes read. It is 0 if the first byte is not in memory, or if the file system cannot tell.
    package static func read(
        _ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
    ) -> Int {
        max(glibc_read_cached(descriptor, bytes.baseAddress, bytes.count, off_t(offset)), 0)
    }
}
