import DICOMCore
import Glibc
import Platform

/// Writes the uncompressed copy of a stored object to a file that has no name from the beginning, so that nothing of it is left
/// when this process ends.
final class UncompressedCopy {
    private let path: String
    /// Whether the copy has only some of the frames.
    private let isSelection: Bool
    private let folder: String
    private var descriptor: Int32
    private var byteCount = 0
    private var padding = 0

    init(of path: String, isSelection: Bool, in folder: String) throws(PlatformError) {
        (self.path, self.isSelection, self.folder) = (path, isSelection, folder)
        // The suffix is that of incomplete objects, which a start removes: this process may end before the next line.
        let name = "\(folder)/\(String(UInt64.random(in: .min ... .max), radix: 36)).part"
        descriptor = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        guard descriptor >= 0 else { throw .file(operation: "create", path: name, errno: errno) }
        unlink(name)
    }

    deinit { if descriptor >= 0 { close(descriptor) } }

    /// Writes what comes before the samples.
    func begin(_ description: ImagePixelDescription) throws {
        var source = try ScanSource(path: path)
        let encoding = try UncompressedEncoding(ofFile: &source, as: description, isSelection: isSelection)
        for segment in encoding.segments {
            switch segment {
            case .bytes(let bytes): try write(bytes)
            case .stored(let range):
                try source.eachPiece(of: range) { try write($0) }
            }
        }
        padding = description.byteCount % 2
    }

    /// Writes samples.
    func write(_ bytes: UnsafeRawBufferPointer) throws(PlatformError) {
        var rest = bytes
        while let base = rest.baseAddress, !rest.isEmpty {
            let count = Glibc.write(descriptor, base, rest.count)
            if count < 0 {
                if errno == EINTR { continue }
                throw .file(operation: "write", path: "\(folder)/(uncompressed copy)", errno: errno)
            }
            rest = UnsafeRawBufferPointer(rebasing: rest[count...])
        }
        byteCount += bytes.count
    }

    private func write(_ bytes: [UInt8]) throws(PlatformError) {
        let result = bytes.withUnsafeBytes { bytes in
            Result { () throws(PlatformError) in try write(bytes) }
        }
        try result.get()
    }

    /// Ends the file and hands it over.
    func finish() throws(PlatformError) -> UncompressedObject {
        if padding > 0 { try write([0]) }
        defer { descriptor = -1 }
        return UncompressedObject(descriptor: descriptor, byteCount: byteCount)
    }
}
