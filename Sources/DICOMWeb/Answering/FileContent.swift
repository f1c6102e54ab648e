import DICOMCore
import DICOMWebEncoding
import Glibc
import Hummingbird
import NIOCore
import Platform
import Synchronization

/// The parts of a stored file that a body has, by their places. At most two pieces of half a mebibyte are in memory at a time.
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

    /// Bytes of it that are in memory all the time.
    var heldBytes: Int {
        segments.reduce(0) { if case .bytes(let bytes) = $1 { $0 + bytes.count } else { $0 } }
    }

    /// All of it. Blocks.
    func bytes() throws -> [UInt8] {
        let reader = try FileReader(path, isInflated: isInflated)
        return try segments.reduce(into: []) { bytes, segment in
            switch segment {
            case .bytes(let own): bytes += own
            case .value(let range, let unit): bytes += try reader.read(range, unit: unit).readableBytesView
            }
        }
    }

    /// Bytes that are read at once.
    static let pieceSize = 512 << 10

    /// What is written at once.
    fileprivate enum Piece: Sendable {
        case bytes([UInt8])
        /// A range of the file; the bytes of each unit are turned if it has more than one.
        case value(Range<Int>, unit: Int)
    }

    private var pieces: [Piece] {
        segments.flatMap { segment -> [Piece] in
            switch segment {
            case .bytes(let bytes): [.bytes(bytes)]
            case .value(let range, let unit):
                // A piece has whole words.
                stride(from: range.lowerBound, to: range.upperBound, by: FileContent.pieceSize).map { start in
                    .value(start..<min(start + FileContent.pieceSize, range.upperBound), unit: unit)
                }
            }
        }
    }

    /// Writes it, and reads the next piece meanwhile.
    @concurrent
    func write(to writer: inout any ResponseBodyWriter) async throws {
        let reader = try await OwnedThread.run(name: "web-open") { [self] in
            try FileReader(path, isInflated: isInflated)
        }
        let pieces = pieces
        var next = try await reader.buffer(of: pieces.first)
        for following in pieces.dropFirst().map(Optional.some) + [nil] {
            guard let buffer = next else { return }
            async let read = reader.buffer(of: following)
            try await writer.write(buffer)
            next = try await read
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

    /// What is written of a piece. It is read here if it is in memory, and otherwise on a thread that may block.
    @concurrent
    func buffer(of piece: FileContent.Piece?) async throws -> ByteBuffer? {
        switch piece {
        case nil: return nil
        case .bytes(let bytes)?: return ByteBuffer(bytes: bytes)
        case .value(let range, let unit)?:
            let ready = isInflated ? ByteBuffer() : cached(range)
            if ready.readableBytes == range.count { return Self.turned(ready, unit: unit) }
            return try await OwnedThread.run(name: "web-read") { [self] in try read(range, unit: unit, after: ready) }
        }
    }

    /// Reads a range. Blocks.
    ///
    /// - Parameter ready: what is read of it already.
    func read(_ range: Range<Int>, unit: Int, after ready: ByteBuffer = ByteBuffer()) throws -> ByteBuffer {
        if isInflated { return try inflatedPiece(range) }
        return Self.turned(try completed(ready, to: range), unit: unit)
    }

    /// The beginning of a range, as far as it can be read without waiting for the disk.
    private func cached(_ range: Range<Int>) -> ByteBuffer {
        var buffer = ByteBufferAllocator().buffer(capacity: range.count)
        buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.count) { bytes in
            PageCache.read(
                descriptor, into: UnsafeMutableRawBufferPointer(rebasing: bytes[..<range.count]), at: range.lowerBound)
        }
        return buffer
    }

    private func inflatedPiece(_ range: Range<Int>) throws -> ByteBuffer {
        let bytes = try inflated.withLock { try $0?.source.bytes(at: range.lowerBound, length: range.count) }
        guard let bytes else { throw isShort }
        return ByteBuffer(bytes: bytes)
    }

    private func completed(_ cached: ByteBuffer, to range: Range<Int>) throws -> ByteBuffer {
        var buffer = cached
        var start = range.lowerBound + cached.readableBytes
        while start < range.upperBound {
            let count = buffer.writeWithUnsafeMutableBytes(minimumWritableBytes: range.upperBound - start) { bytes in
                max(pread(descriptor, bytes.baseAddress, range.upperBound - start, off_t(start)), 0)
            }
            guard count > 0 else { throw isShort }
            start += count
        }
        return buffer
    }

    private static func turned(_ buffer: ByteBuffer, unit: Int) -> ByteBuffer {
        guard unit > 1 else { return buffer }
        return buffer.withUnsafeReadableBytes { bytes in
            let turned = stride(from: 0, to: bytes.count, by: unit).flatMap {
                bytes[$0..<min($0 + unit, bytes.count)].reversed()
            }
            return ByteBuffer(bytes: turned)
        }
    }
}
