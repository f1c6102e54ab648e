import Foundation
import Platform

/// How a file was copied from or to a backup.
enum FileCopy {
    case copied(byteCount: Int)
    /// The source's content is not the expected one; no copy is left.
    case differs
    /// The source cannot be read; no copy is left.
    case unreadable(PlatformError)

    /// Copies a file atomically and durably. The target's directory must exist.
    ///
    /// - Parameters:
    ///   - digest: expected SHA-256, in hexadecimal.
    ///   - folder: directory of the incomplete file, on the same file system: one from which the next run removes what a killed
    ///     one has left.
    /// - Throws: `PlatformError` if the target cannot be written.
    init(from source: String, to target: String, digest: String, through folder: String) throws(PlatformError) {
        let descriptor = open(source, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else {
            self = .unreadable(.file(operation: "open", path: source, errno: errno))
            return
        }
        defer { close(descriptor) }
        let file = try DurableFile(in: folder)
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while true {
            let count = read(descriptor, &chunk, chunk.count)
            if count < 0, errno == EINTR { continue }
            guard count >= 0 else {
                self = .unreadable(.file(operation: "read", path: source, errno: errno))
                return
            }
            if count == 0 { break }
            chunk.withUnsafeBytes { file.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
        }
        // A failed write also makes the digest differ, so it is checked first.
        if let failure = file.failure { throw failure }
        let contents = file.contents
        guard contents.sha256.hexadecimal == digest else {
            self = .differs
            return
        }
        try file.commit(as: target)
        self = .copied(byteCount: contents.byteCount)
    }
}
