import FoundationEssentials
import Glibc
import Platform
import WorkList
import WorkListDatabase

/// A number of files without a row, and their size.
package struct UnlistedFiles: Sendable, Equatable, Codable {
    package internal(set) var files = 0
    package internal(set) var bytes = 0

    package init() {}

    init(_ found: [UnlistedFile]) {
        files = found.count
        bytes = found.reduce(0) { $0 + $1.byteCount }
    }
}

/// A file in `unlisted/`: an object that no row names, or that a restored work list no longer knows.
struct UnlistedFile: Equatable {
    let path: String
    let byteCount: Int
}

extension WorkListStore {
    private static let unlistedDirectory = "unlisted"

    /// The files in `unlisted/` that were moved there before a time, by name.
    func unlistedFiles(before end: Date) throws -> [UnlistedFile] {
        Directory.names(in: files.absolute(Self.unlistedDirectory)).sorted().compactMap { name in
            let path = "\(Self.unlistedDirectory)/\(name)"
            var status = stat()
            // A move changes the status but not the content of a file.
            guard lstat(files.absolute(path), &status) == 0, status.st_mode & S_IFMT == S_IFREG,
                Double(status.st_ctim.tv_sec) < end.timeIntervalSince1970
            else { return nil }
            return UnlistedFile(path: path, byteCount: Int(status.st_size))
        }
    }

    /// Removes files of `unlisted/`, and records an act with their number. A file that cannot be removed keeps no other.
    func removeUnlisted(
        _ due: [UnlistedFile], by actor: String, isConfirmed: Bool, at now: Date
    ) throws -> (removed: UnlistedFiles, failures: [RemovalFailure]) {
        var (gone, failures): ([UnlistedFile], [RemovalFailure]) = ([], [])
        for file in due {
            if unlink(files.absolute(file.path)) == 0 || errno == ENOENT {
                gone.append(file)
            } else {
                let error = PlatformError.file(operation: "remove", path: files.absolute(file.path), errno: errno)
                failures.append(.init(subject: file.path, reason: "\(error)"))
            }
        }
        let removed = UnlistedFiles(gone)
        guard removed.files > 0 else { return (removed, failures) }
        var detail = [
            "cause": RetentionPolicy.Cause.age.rawValue, "unlisted": "\(removed.files)", "bytes": "\(removed.bytes)",
        ]
        if isConfirmed { detail["confirmed"] = "yes" }
        try write { try Act.record(.removed, by: actor, detail: detail, at: now, in: $0) }
        return (removed, failures)
    }
}
