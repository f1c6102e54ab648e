import Glibc
package import Platform

/// What is wrong with a file that the work list names.
package enum FileFault: Sendable, CustomStringConvertible {
    case missing
    case otherSize(Int, expected: Int)
    case otherContent
    case unreadable(PlatformError)

    package var description: String {
        switch self {
        case .missing: "missing"
        case .otherSize(let size, let expected): "has \(size) bytes instead of \(expected)"
        case .otherContent: "content differs from what was stored"
        case .unreadable(let error): "\(error)"
        }
    }

    init(_ error: PlatformError) {
        if case .file(_, _, ENOENT) = error { self = .missing } else { self = .unreadable(error) }
    }
}

extension ListedFile {
    /// What is wrong with the file at a full path, in the state directory or in a copy of it; nil if it is sound.
    ///
    /// - Parameter isRead: false compares only the size. A file without a recorded size is always read.
    package func fault(at path: String, isRead: Bool = true) -> FileFault? {
        guard let found = FileStatus(path)?.byteCount else {
            return FileFault(.file(operation: "read the size of", path: path, errno: errno))
        }
        if let byteCount {
            guard byteCount == found else { return .otherSize(found, expected: byteCount) }
            guard isRead else { return nil }
        }
        do throws(PlatformError) {
            return try DurableFile.Contents(ofFileAt: path).sha256 == sha256 ? nil : .otherContent
        } catch {
            return FileFault(error)
        }
    }
}
