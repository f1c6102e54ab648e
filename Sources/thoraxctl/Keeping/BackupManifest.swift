import Foundation
import Platform

/// The `SHA256SUMS` file of a backup, which lists the work list and every file that it names with their digests, in the
/// format of `sha256sum --check`. It is written last; a backup without it is incomplete.
struct BackupManifest {
    static let name = "SHA256SUMS"
    /// The manifest of the run before, while a run is not complete.
    static let earlierName = "SHA256SUMS.earlier"
    static let lockName = "backup.lock"
    static let workListName = "worklist.sqlite"
    /// Exported messages of the audit trail, which are not in the work list any more.
    static let auditDirectory = "audit"

    struct Entry {
        /// Relative to the backup.
        let path: String
        /// SHA-256, 64 lower-case hexadecimal digits.
        let digest: String

        /// - Returns: nil if the line is malformed or its path leads out of the backup.
        init?(line: Substring) {
            let parts = line.split(separator: " ", maxSplits: 1, omittingEmptySubsequences: true)
            guard parts.count == 2, parts[0].count == 64, parts[0].allSatisfy(\.isHexDigit) else { return nil }
            path = parts[1].trimmingCharacters(in: .whitespaces)
            digest = parts[0].lowercased()
            let steps = path.split(separator: "/", omittingEmptySubsequences: false)
            let isOurs =
                path == BackupManifest.workListName
                || ["instances", "quarantine", BackupManifest.auditDirectory].contains(String(steps[0]))
            guard isOurs, steps.allSatisfy({ !["", ".", ".."].contains($0) }) else { return nil }
        }
    }

    /// Nil if no line names the work list.
    let workList: Entry?
    /// In the order of the lines.
    let files: [Entry]
    /// Numbers of the lines that name no file of a backup, from 1.
    let faultyLines: [Int]
    /// The share of the kept files that the run read again; nil if the manifest does not say.
    let share: RereadShare?

    /// Reads the manifest of a backup.
    ///
    /// - Throws: `CommandFailure` if there is none.
    init(of backup: String, named name: String = name) throws(CommandFailure) {
        let path = "\(backup)/\(name)"
        guard let bytes = FileManager.default.contents(atPath: path) else {
            throw CommandFailure(
                "\(backup) is not a complete backup: \(path) cannot be read",
                hint: "name the directory that thoraxctl backup wrote, or write the backup again")
        }
        var (workList, share): (Entry?, RereadShare?)
        var (files, faultyLines): ([Entry], [Int]) = ([], [])
        let lines = String(decoding: bytes, as: UTF8.self).split(
            omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() where !line.isEmpty {
            if line.hasPrefix("#") {
                share = RereadShare(line: line) ?? share
            } else if let entry = Entry(line: line) {
                if entry.path == Self.workListName { workList = entry } else { files.append(entry) }
            } else {
                faultyLines.append(index + 1)
            }
        }
        (self.workList, self.files, self.faultyLines, self.share) = (workList, files, faultyLines, share)
    }
}

/// The share of a backup's files that one run reads again: those whose digest begins with one hexadecimal digit.
///
/// A hard link is the stored file itself, and a kept copy may have gone bad since. Sixteen runs read each file once.
struct RereadShare {
    private let digit: Int
    private static let remark = "# read again: digests that begin with "

    /// The share after that of an earlier run.
    init(after earlier: RereadShare?) { digit = earlier.map { ($0.digit + 1) % 16 } ?? 0 }

    /// - Returns: nil if the remark of a manifest names no share.
    init?(line: Substring) {
        guard line.hasPrefix(Self.remark), let digit = Int(line.dropFirst(Self.remark.count), radix: 16),
            0..<16 ~= digit
        else { return nil }
        self.digit = digit
    }

    /// The remark that names the share in a manifest.
    var line: String { Self.remark + String(digit, radix: 16) }

    func includes(_ sha256: [UInt8]) -> Bool { sha256.first.map { Int($0 >> 4) == digit } ?? true }
}
