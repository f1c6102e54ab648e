import Administration
import Foundation
import OperatorErrors
import Platform
import WorkList
import WorkListDatabase

/// Copies a state directory that is in use: first the work list as of one instant, then every file that it names.
///
/// Objects received during the backup are not included. Stored files never change, so they are hard-linked if source
/// and target are on one file system, and files that an earlier backup has are not copied again.
struct BackupWriter {
    /// What `thoraxctl backup --json` prints.
    struct Summary: Codable {
        let directory: String
        var linked = 0
        var copied = 0
        var copiedBytes = 0
        /// Files that the backup already had.
        var kept = 0
        /// Files that the work list no longer names.
        var removed = 0
        var faults: [VerifyCommand.Fault] = []
    }

    private let workList: WorkListStore
    private let target: String
    private var summary: Summary
    private var progress: Progress
    private var directories: Set<String> = []

    init(of workList: WorkListStore, to target: String, showsProgress: Bool) throws {
        self.workList = workList
        self.target = target
        summary = Summary(directory: target)
        let total = try workList.listedTotals()
        progress = Progress(files: total.files, bytes: total.bytes, isShown: showsProgress)
    }

    /// - Throws: if the target is neither empty nor a backup, or cannot be written.
    mutating func write() throws -> Summary {
        try Directory.create(target)
        let names = Directory.names(in: target)
        guard names.isEmpty || names.contains(BackupManifest.lockName) else {
            throw CommandFailure(
                "\(target) is neither empty nor a backup", hint: "name an empty directory or an earlier backup")
        }
        let lock = try LockFile(at: path(BackupManifest.lockName))
        defer { withExtendedLifetime(lock) {} }
        unlink(path(BackupManifest.name))
        try Directory.sync(target)
        for _ in 1...3 {
            try workList.copy(to: path(BackupManifest.workListName))
            let copy = try WorkListStore(stateDirectory: target, for: .asking)
            // A study that retention removed meanwhile is in the copied list but not on disk, so start over.
            guard try placeFiles(of: copy) else { continue }
            try removeOthers(than: copy)
            try writeManifest(of: copy)
            progress.end()
            return summary
        }
        throw CommandFailure(
            "studies are removed faster than they are backed up",
            hint: "run the backup while retention is not running", fault: .busy)
    }

    private func path(_ name: String) -> String { "\(target)/\(name)" }

    /// - Returns: false if a file that the copied list names has since been removed from the work list.
    private mutating func placeFiles(of copy: WorkListStore) throws -> Bool {
        summary = Summary(directory: target)
        directories = [target]
        guard try copy.eachListedFile({ try place($0) }) else { return false }
        for directory in directories { try Directory.sync(directory) }
        return true
    }

    private mutating func place(_ file: ListedFile) throws -> Bool {
        let source = workList.files.absolute(file.path)
        let copy = path(file.path)
        let directory = Directory.parent(of: copy)
        if directories.insert(directory).inserted { try Directory.create(directory) }
        let size = Self.size(of: source)
        progress.add(bytes: size ?? 0)
        // A copy of the right size is kept even if the stored file is damaged: it may be the last good one.
        if Self.size(of: copy) == file.byteCount {
            if size != file.byteCount, try workList.isListed(file) {
                summary.faults.append(
                    .init(path: file.path, problem: "missing or damaged where it is stored; kept the backup's copy"))
            }
            summary.kept += 1
            return true
        }
        guard size != nil else { return try missing(file) }
        guard size == file.byteCount else {
            summary.faults.append(.init(path: file.path, problem: "content differs from what was stored"))
            return true
        }
        unlink(copy)
        if link(source, copy) == 0 {
            summary.linked += 1
            return true
        }
        guard let copied = try copyFile(from: source, to: copy, digest: file.sha256.hexadecimal) else {
            summary.faults.append(.init(path: file.path, problem: "content differs from what was stored"))
            return true
        }
        summary.copied += 1
        summary.copiedBytes += copied.byteCount
        return true
    }

    private mutating func missing(_ file: ListedFile) throws -> Bool {
        guard try workList.isListed(file) else { return false }
        summary.faults.append(.init(path: file.path, problem: "missing"))
        return true
    }

    private static func size(of path: String) -> Int? { FileStatus(path)?.byteCount }

    /// Removes files of an earlier backup that the work list no longer names, so that deleted studies leave the backup.
    private mutating func removeOthers(than copy: WorkListStore) throws {
        var folders = [path("quarantine")]
        for first in Directory.names(in: path("instances")) {
            folders += Directory.names(in: path("instances/\(first)")).map { path("instances/\(first)/\($0)") }
        }
        for folder in folders {
            let relative = folder.dropFirst(target.count + 1)
            for name in Directory.names(in: folder) where try !copy.isListed("\(relative)/\(name)") {
                unlink("\(folder)/\(name)")
                summary.removed += 1
            }
        }
    }

    private func writeManifest(of copy: WorkListStore) throws {
        let manifest = try DurableFile(in: target)
        func add(_ line: String) { Array("\(line)\n".utf8).withUnsafeBytes { manifest.write($0) } }
        add(
            "# thoraxd backup of \(Date().formatted(.iso8601)); check it with: sha256sum --check \(BackupManifest.name)"
        )
        let list = try DurableFile.Contents(ofFileAt: path(BackupManifest.workListName))
        add("\(list.sha256.hexadecimal)  \(BackupManifest.workListName)")
        try copy.eachListedFile { file in
            if Self.size(of: path(file.path)) == file.byteCount {
                add("\(file.sha256.hexadecimal)  \(file.path)")
            }
            return true
        }
        try manifest.commit(as: path(BackupManifest.name))
    }
}
