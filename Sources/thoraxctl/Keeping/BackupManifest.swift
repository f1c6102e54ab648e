import Foundation
import Platform

/// `SHA256SUMS` of a backup: every file with its digest, as `sha256sum --check` reads it. Written last: a backup without
/// it is not complete.
enum BackupManifest {
    static let name = "SHA256SUMS"
    static let lockName = "backup.lock"
    static let workListName = "worklist.sqlite"

    struct Entry {
        /// Relative to the backup.
        let path: String
        /// SHA-256, 64 hexadecimal digits.
        let digest: String

        /// - Returns: nil of a line that is none, or whose path leaves the backup.
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

    /// Every entry of a backup's manifest.
    ///
    /// - Throws: `CommandFailure` where there is none, or a line is wrong.
    static func entries(of backup: String) throws -> [Entry] {
        let path = "\(backup)/\(name)"
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw CommandFailure(
                "\(backup) is no complete backup: \(path) cannot be read",
                hint: "name the directory that thoraxctl backup wrote, or write the backup again")
        }
        return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
            guard let entry = Entry(line: line) else {
                throw CommandFailure(
                    "\(path) has a line that names no file of a backup",
                    hint: "use another backup: this one was changed")
            }
            return entry
        }
    }

    static func hexadecimal(_ bytes: [UInt8]) -> String {
        bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
}

/// Copies a file so that it is whole and on disk, or not there; the target's directory exists.
///
/// - Returns: what was copied; nil where its digest is not the one it should be, and nothing is left then.
/// - Throws: `PlatformError`, of a source that is gone with ENOENT.
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
    if let digest, digest != BackupManifest.hexadecimal(contents.sha256) { return nil }
    try file.commit(as: target)
    return contents
}
