import DICOMCore
import DICOMWebEncoding
import Glibc
import Hummingbird
import NIOCore
import Platform
import Synchronization

/// The parts of a stored file that a body has, by their places. At most a piece of a mebibyte is in memory at a time.
struct FileContent: Sendable {
    let path: String
    var segments: [ExplicitEncoding.Segment]
    /// Whether values are places of the inflated data set, and not of the file.
    let isInflated: Bool
    /// The file, if it has no name and is gone with its last reference.
    let copy: UncompressedObject?

    init(path: String, segments: [ExplicitEncoding.Segment], isInflated: Bool) {
        (self.path, self.segments, self.isInflated, copy) = (path, segments, isInflated, nil)
    }

    /// Parts of an uncompressed copy, by default all of it.
    init(_ copy: UncompressedObject, segments: [Range<Int>]? = nil) {
        self.copy = copy
        path = copy.path
        self.segments = (segments ?? [0..<copy.byteCount]).map { .value($0, unit: 1) }
        isInflated = false
    }

    var byteCount: Int {
        segments.reduce(0) { count, segment in
            switch segment {
            case .bytes(let bytes): count + bytes.count
            case .value(let range, _): count + range.count
            }
        }
    }

    /// Bytes that are read at once.
    private static let pieceSize = 1 << 20

    /// Writes it, and reads each piece on a thread that may block.
    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        let reader = try await OwnedThread.run(name: "web-open") { [self] in
            try FileReader(path, isInflated: isInflated)
        }
        for segment in segments {
            switch segment {
            case .bytes(let bytes): try await writer.write(ByteBuffer(bytes: bytes))
            case .value(let range, let unit):
                // A piece has whole words.
                for start in stride(from: range.lowerBound, to: range.upperBound, by: FileContent.pieceSize) {
                    let piece = start..<min(start + FileContent.pieceSize, range.upperBound)
                    let buffer = try await OwnedThread.run(name: "web-read") { try reader.read(piece, unit: unit) }
                    try await writer.write(buffer)
                }
            }
        }
    }
}

/// An open file of which pieces are read.
private final class FileReader: Sendable {
    private let descriptor: Int32
    /// The data set of a deflated object, which is read forward only.
    private let inflated: Mutex<FileDataSet?>
    private let isInflated: Bool
    private let path: String

    init(_ path: String, isInflated: Bool) throws {
        descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw PlatformError.file(operation: "open", path: path, errno: errno) }
        inflated = Mutex(isInflated ? try FileDataSet(ofFile: ScanSource(descriptor: descriptor)) : nil)
        self.isInflated = isInflated
        self.path = path
    }

    deinit { close(descriptor) }

    /// The file is shorter than it was: what follows would not be what was promised.
    private var isShort: PlatformError { .file(operation: "read", path: path, errno: EIO) }

    func read(_ range: Range<Int>, unit: Int) throws -> ByteBuffer {
        if isInflated {
            let bytes = try inflated.withLock { try $0?.source.bytes(at: range.lowerBound, length: range.count) }
            guard let bytes else { throw isShort }
            return ByteBuffer(bytes: bytes)
        }
        var buffer = ByteBuffer()
        var start = range.lowerBound
        while start < range.upperBound {
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.upperBound - start) { bytes in
                max(pread(descriptor, bytes.baseAddress, range.upperBound - start, off_t(start)), 0)
            }
            guard count > 0 else { throw isShort }
            start += count
        }
        guard unit > 1 else { return buffer }
        return buffer.withUnsafeReadableBytes { bytes in
            let turned = stride(from: 0, to: bytes.count, by: unit).flatMap {
                bytes[$0..<min($0 + unit, bytes.count)].reversed()
            }
            return ByteBuffer(bytes: turned)
        }
    }
}
