internal import CGlibc
import Glibc

/// What the kernel has of files in memory.
package enum PageCache {
    /// Reads from the beginning of a range of a file as much as is in memory, without waiting for the disk: it may be called where
    /// nothing may block.
    ///
    /// - Returns: the number of bytes; 0 if there is none, or if the file system cannot tell.
    package static func read(
        _ descriptor: Int32, into bytes: UnsafeMutableRawBufferPointer, at offset: Int
    ) -> Int {
        max(glibc_read_cached(descriptor, bytes.baseAddress, bytes.count, off_t(offset)), 0)
    }
}
