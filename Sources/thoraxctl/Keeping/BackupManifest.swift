import Foundation
import Platform

/// The `SHA256SUMS` file of a backup, which lists every file with its digest in the format of `sha256sum --check`. It
/// is written last; a backup without it is incomplete.
enum BackupManifest {
    static let name = "SHA256SUMS"
    static let lockName = "backup.lock"
    static let workListName = "worklist.sqlite"

    struct Entry {
        /// Relative to the backup.
        let path: String
        /// SHA-256, 64 hexadecimal digits.
        let digest: String

        /// - Returns: nil if the line is malformed or its path leads out of the backup.
        init?(line: Substring) {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].count == 64, parts[0].allSatisfy(\.isHexDigit) else { return nil }
            path = parts[1].trimmingCharacters(in: .whitespaces)
            digest = parts[0].lowercased()
            let steps = path.split(separator: "/", omittingEmptySubsequences: false)
            let isOurs = path == BackupManifest.workListName || ["instances", "quarantine"].contains(steps.first)
            guard isOurs, steps.allSatisfy({ !["", ".", ".."].contains($0) }) else { return nil }
        }
    }

    /// The entries of a backup's manifest.
    ///
    /// - Throws: `CommandFailure` if there is no manifest or a line is invalid.
    static func entries(of backup: String) throws -> [Entry] {
        let path = "\(backup)/\(name)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(
                "\(backup) is not a complete backup: \(path) cannot be read",
                hint: "name the directory that thoraxctl backup wrote, or write the backup again")
        }
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            guard let entry = Entry(line: line) else {
                throw CommandFailure(
                    "\(path) has a line that does not name a file of a backup",
                    hint: "use another backup; this one was altered")
            }
            return entry
        }
    }
}

/// Copies a file atomically and durably. The target's directory must exist.
///
/// - Returns: size and digest of the copy; nil if the digest is not the expected one, and then no copy is left.
/// - Throws: `PlatformError`, with ENOENT if the source is missing.
func copyFile(from source: String, to target: String, digest: String?) throws -> DurableFile.Contents? {
    let descriptor = open(source, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw PlatformError.file(operation: "open", path: source, errno: errno) }
    defer { close(descriptor) }
    let file = try DurableFile(in: Directory.parent(of: target))
    var chunk = [UInt8](repeating: 0, count: 1 << 20)
    while true {
        let count = read(descriptor, &chunk, chunk.count)
        if count < 0, errno == EINTR { continue }
        guard count >= 0 else { throw PlatformError.file(operation: "read", path: source, errno: errno) }
        if count == 0 { break }
        chunk.withUnsafeBytes { file.write(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
    }
    let contents = file.contents
    if let digest, digest != contents.sha256.hexadecimal { return nil }
    try file.commit(as: target)
    return contents
}
