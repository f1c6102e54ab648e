package import DICOMCore
internal import Glibc

/// The data set in a stored file (PS3.10): its bytes as they are, unless it is converted. Closes the file when released.
package final class StoredDataSet {
    private let path: String
    private let descriptor: Int32
    private let offset: Int
    private let count: Int
    private let stored: TransferSyntax
    /// The transfer syntax in which it is sent.
    private var target: TransferSyntax

    /// Opens a file and finds where its data set starts.
    ///
    /// - Parameter byteCount: the recorded size of the file; throws if the actual size differs.
    package init(path: String, byteCount: Int) throws(NetworkError) {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw .unreadable(path: path, errno: errno) }
        do {
            var source = try ScanSource(descriptor: descriptor)
            let location = try FileMetaInformation.Location(in: &source)
            offset = location.dataSetOffset
            stored = location.transferSyntax
            target = stored
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

    /// Sends the data set in another of `TransferSyntax.sendable`, after checking that all of it can be rewritten. The
    /// file does not change, and compressed pixels are not decoded.
    package func convert(to target: TransferSyntax) throws(ConversionError) {
        guard target != stored else { return }
        try conversion(to: target).check()
        self.target = target
    }

    private func conversion(to target: TransferSyntax) throws(ConversionError) -> DataSetConversion {
        let source: ScanSource
        do { source = try ScanSource(descriptor: descriptor) } catch { throw .unreadable(error) }
        return try DataSetConversion(of: source, from: offset, in: stored, as: target)
    }

    /// Passes on the bytes in order, with the last chunk marked. Throws `unreadable` if the file has changed.
    func forEachChunk(
        ofAtMost size: Int, _ body: ([UInt8], _ isLast: Bool) throws(NetworkError) -> Void
    ) throws(NetworkError) {
        guard target == stored else { return try forEachConvertedChunk(ofAtMost: size, body) }
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

    private func forEachConvertedChunk(
        ofAtMost size: Int, _ body: ([UInt8], _ isLast: Bool) throws(NetworkError) -> Void
    ) throws(NetworkError) {
        // The conversion was checked, so an error means that the file has changed.
        func orUnreadable<Value>(_ body: () throws(ConversionError) -> Value) throws(NetworkError) -> Value {
            do { return try body() } catch { throw .unreadable(path: path, errno: EIO) }
        }
        var conversion = try orUnreadable { () throws(ConversionError) in try self.conversion(to: target) }
        var chunk: [UInt8] = []
        while let piece = try orUnreadable({ () throws(ConversionError) in try conversion.next() }) {
            chunk += piece
            // Only a longer chunk is split, so the last one is never empty.
            guard chunk.count > size else { continue }
            try body(Array(chunk.prefix(size)), false)
            chunk.removeFirst(size)
        }
        try body(chunk, true)
    }
}
