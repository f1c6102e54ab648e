internal import DICOMCore
internal import Glibc

/// The raw bytes of the data set in a stored file (PS3.10). Closes the file when released.
package final class StoredDataSet {
    private let path: String
    private let descriptor: Int32
    private let offset: Int
    private let count: Int

    /// Opens a file and finds where its data set starts.
    ///
    /// - Parameter byteCount: the recorded size of the file; throws if the actual size differs.
    package init(path: String, byteCount: Int) throws(NetworkError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
        do {
            var source = try ScanSource(descriptor: descriptor)
            offset = try FileMetaInformation.Location(in: &source).dataSetOffset
            count = source.count - offset
            guard source.count == byteCount else { throw NetworkError.unreadable(path: path, errno: EIO) }
        } catch {
            close(descriptor)
            throw .unreadable(path: path, errno: EIO)
        }
        self.path = path
        self.descriptor = descriptor
    }

    deinit { close(descriptor) }

    /// Passes on the bytes in order, with the last chunk marked. Throws `unreadable` if the file has become shorter.
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
