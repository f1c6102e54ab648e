internal import CGlibc
import Crypto
import Glibc

/// A file that is either whole and on disk, or does not exist: temporary file → fsync → rename → fsync of the
/// directory.
///
/// Has one owner and is used by one thread, of an association or the reporter. A file that is neither committed nor
/// discarded is removed with its last reference.
package final class DurableFile {
    /// Size and digest of the bytes written.
    package struct Contents: Sendable, Equatable {
        package let byteCount: Int
        /// SHA-256 of all bytes (32 bytes).
        package let sha256: [UInt8]

        package init(byteCount: Int, sha256: [UInt8]) {
            self.byteCount = byteCount
            self.sha256 = sha256
        }
    }

    /// The first failed write, if any; later writes are ignored.
    package private(set) var failure: PlatformError?
    package private(set) var byteCount = 0
    /// Path of the bytes until `commit(as:)`.
    package let temporaryPath: String

    private var descriptor: Int32
    private var hash = SHA256()
    private var isCommitted = false
    /// Bytes that the kernel has been asked to start writing to disk.
    private var writebackCount = 0

    /// Bytes after which writing to disk starts while more arrive, so that the final fsync has little left to do.
    private static let writebackInterval = 1 << 20

    /// Creates an empty temporary file whose name ends in `.part`.
    ///
    /// - Parameter directory: must be on the same file system as the final path.
    package init(in directory: String) throws(PlatformError) {
        let digits = String(UInt64.random(in: .min ... .max), radix: 36)
        temporaryPath = "\(directory)/\(String(repeating: "0", count: 13 - digits.count))\(digits).part"
        descriptor = open(temporaryPath, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o640)
        guard descriptor >= 0 else { throw .file(operation: "create", path: temporaryPath, errno: errno) }
    }

    deinit { discard() }

    /// Removes the temporary files that killed processes have left in a directory. No process may be writing there.
    ///
    /// Files with other names stay: a person may have put one there whose name ends in `.part` too. Earlier versions wrote no
    /// leading zeros; a shorter name than these is too rare among them to risk a person's.
    package static func removeLeftovers(in directory: String) {
        for name in Directory.names(in: directory) where name.wholeMatch(of: /[0-9a-z]{10,13}\.part/) != nil {
            unlink("\(directory)/\(name)")
        }
    }

    /// Appends bytes. Records a failure instead of throwing it, so that a receiver can read the rest of an object from
    /// the network and answer with the right status.
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
        if byteCount - writebackCount >= Self.writebackInterval { beginWriting() }
    }

    /// Has the kernel begin to write to disk what it has not begun yet.
    package func beginWriting() {
        guard descriptor >= 0, byteCount > writebackCount else { return }
        // Only a hint: if it fails, the final fsync does all the work.
        _ = glibc_begin_writeback(descriptor, off_t(writebackCount), off_t(byteCount - writebackCount))
        writebackCount = byteCount
    }

    /// Reads `size` bytes at `offset` of the temporary file, fewer at its end.
    package func read(at offset: Int, size: Int) throws(PlatformError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: size)
        let count = bytes.withUnsafeMutableBytes { pread(descriptor, $0.baseAddress, size, off_t(offset)) }
        guard count >= 0 else { throw .file(operation: "read", path: temporaryPath, errno: errno) }
        bytes.removeLast(size - count)
        return bytes
    }

    /// Size and digest of what has been written so far.
    package var contents: Contents { Contents(byteCount: byteCount, sha256: Array(hash.finalize())) }

    /// Moves the file to `path` and syncs it to disk. Discards it if any step fails.
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

    /// Puts a complete file that other code wrote on disk under `path` for good.
    ///
    /// - Parameter temporaryPath: on the same file system as `path`.
    package static func commit(_ temporaryPath: String, as path: String) throws(PlatformError) {
        let descriptor = open(temporaryPath, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .file(operation: "open", path: temporaryPath, errno: errno) }
        defer { close(descriptor) }
        guard fsync(descriptor) == 0 else { throw .file(operation: "sync", path: path, errno: errno) }
        guard rename(temporaryPath, path) == 0 else { throw .file(operation: "rename to", path: path, errno: errno) }
        try Directory.sync(Directory.parent(of: path))
    }

    /// Removes the temporary file; does nothing after a commit.
    package func discard() {
        if descriptor >= 0 {
            close(descriptor)
            descriptor = -1
        }
        if !isCommitted { unlink(temporaryPath) }
    }
}
