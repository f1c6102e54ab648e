internal import CGlibc
import Crypto
import Glibc

/// A file that either exists whole and on disk, or not at all: temporary file → fsync → rename → fsync of the directory.
///
/// One owner, one thread: the association or reporter that writes it. A file that is neither committed nor discarded
/// is removed when its last reference goes.
package final class DurableFile {
    /// What was written.
    package struct Contents: Sendable, Equatable {
        package let byteCount: Int
        /// SHA-256 of all bytes, 32 of them.
        package let sha256: [UInt8]

        package init(byteCount: Int, sha256: [UInt8]) {
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// The first write that failed, if one did; writes after it are ignored.
    package private(set) var failure: PlatformError?
    package private(set) var byteCount = 0
    /// Where the bytes are until `commit(as:)`.
    package let temporaryPath: String

    private var descriptor: Int32
    private var hash = SHA256()
    private var isCommitted = false
    /// Bytes the kernel has been told to begin writing to disk.
    private var writebackCount = 0

    /// Bytes after which writing to disk begins while more arrive, so that the fsync at the end has little to wait for.
    private static let writebackInterval = 1 << 20

    /// Creates an empty temporary file whose name ends in `.part`.
    ///
    /// - Parameter directory: on the same file system as the final path.
    package init(in directory: String) throws(PlatformError) {
        let random = UInt64.random(in: .min ... .max)
        temporaryPath = "\(directory)/\(String(random, radix: 36)).part"
        descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .file(operation: "create", path: temporaryPath, errno: errno) }
    }

    deinit { discard() }

    /// Appends bytes. A failure is remembered rather than thrown, so that a receiver can read the rest of an object
    /// from the network and answer with the right status.
    package func write(_ bytes: UnsafeRawBufferPointer) {
        guard failure == nil, descriptor >= 0 else { return }
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, base, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                failure = .file(operation: "write", path: temporaryPath, errno: errno)
                return
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        hash.update(bufferPointer: bytes)
        byteCount += bytes.count
        if byteCount - writebackCount >= Self.writebackInterval {
            // Only a hint: where it fails the fsync does all of it.
            _ = glibc_begin_writeback(descriptor, off_t(writebackCount), off_t(byteCount - writebackCount))
            writebackCount = byteCount
        }
    }

    /// Reads back from the temporary file: `size` bytes at `offset`, fewer at its end.
    package func read(at offset: Int, size: Int) throws(PlatformError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, off_t(offset)) }
        guard count >= 0 else { throw .file(operation: "read", path: temporaryPath, errno: errno) }
        bytes.removeLast(size - count)
        return bytes
    }

    /// Digest of what has been written so far.
    package var contents: Contents { Contents(byteCount: byteCount, sha256: Array(hash.finalize())) }

    /// Puts the file on disk under `path` for good. The file is discarded when any step fails.
    package func commit(as path: String) throws(PlatformError) {
        defer { discard() }
        if let failure { throw failure }
        guard fsync(descriptor) == 0 else { throw .file(operation: "sync", path: path, errno: errno) }
        let closed = close(descriptor)
        descriptor = -1
        guard closed == 0 else { throw .file(operation: "close", path: path, errno: errno) }
        guard rename(temporaryPath, path) == 0 else { throw .file(operation: "rename to", path: path, errno: errno) }
        isCommitted = true
        do {
            try Directory.sync(Directory.parent(of: path))
        } catch {
            unlink(path)
            throw error
        }
    }

    /// Removes the temporary file; nothing happens after a commit.
    package func discard() {
        if descriptor >= 0 {
            close(descriptor)
            descriptor = -1
        }
        if !isCommitted { unlink(temporaryPath) }
    }
}
