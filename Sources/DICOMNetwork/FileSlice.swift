internal import Glibc

/// The bytes of an open file from an offset to its end. Closes the file when it goes.
package final class FileSlice {
    private let path: String
    private let descriptor: Int32
    private let offset: Int
    private let count: Int

    /// Opens a file to send its bytes from `offset` on.
    package init(path: String, from offset: Int) throws(NetworkError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
        self.path = path
        self.descriptor = descriptor
        self.offset = offset
        var status = stat()
        guard fstat(descriptor, &status) == 0 else {
            count = 0
            throw .unreadable(path: path, errno: errno)
        }
        count = max(0, Int(status.st_size) - offset)
    }

    deinit { close(descriptor) }

    /// The bytes in order, the last chunk marked. A file that has become shorter meanwhile is unreadable.
    func forEachChunk(
        ofAtMost size: Int, _ body: ([UInt8], _ isLast: Bool) throws(NetworkError) -> Void
    ) throws(NetworkError) {
        var sent = 0
        repeat {
            let wanted = min(size, count - sent)
            var code: Int32 = 0
            let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
                while filled < wanted {
                    let step = pread(
                        descriptor, buffer.baseAddress.map { $0 + filled }, wanted - filled,
                        off_t(offset + sent + filled))
                    if step < 0, errno == EINTR { continue }
                    if step < 0 { code = errno }
                    if step <= 0 { break }
                    filled += step
                }
            }
            guard chunk.count == wanted else { throw .unreadable(path: path, errno: code) }
            sent += wanted
            try body(chunk, sent == count)
        } while sent < count
    }
}
