import Administration
import Auditing
import Foundation
import OperatorErrors
import Platform
import WorkList
import WorkListDatabase

/// Copies a state directory that is in use: first the work list as of one instant, then every file that it names.
///
/// Objects received during the backup are not included. Stored files never change, so they are hard-linked if source
/// and target are on one file system, and files that an earlier backup has are not copied again. At the end the backup
/// is read against its own manifest.
struct BackupWriter {
    /// What `thoraxctl backup --json` prints.
    struct Summary: Codable {
        let directory: String
        var linked = 0
        var copied = 0
        var copiedBytes = 0
        /// Files that the backup already had.
        var kept = 0
        /// Files among them that were read again.
        var readAgain = 0
        /// Files that the work list no longer names.
        var removed = 0
        var faults: [VerifyCommand.Fault] = []
        /// Earlier backups of a series that were removed.
        var removedBackups: [String] = []
    }

    private let workList: WorkListStore
    private let target: String
    private var summary: Summary
    private var progress: Progress
    private var directories: Set<String> = []
    /// For each file that the copied work list names, in order: whether this run wrote it.
    private var isNew: [Bool] = []
    private var share = RereadShare(after: nil)
    /// Names of exported files of the audit trail, with their digests.
    private var auditFiles: [(path: String, digest: String)] = []
    /// An earlier backup, whose files are linked in place of copying them again.
    private let earlier: String?
    /// What the run before this one wrote.
    private var previous: BackupManifest?

    /// - Parameter earlier: an earlier backup beside this one, whose files this one shares.
    init(of workList: WorkListStore, to target: String, sharing earlier: String? = nil, showsProgress: Bool) throws {
        self.earlier = earlier
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
        // Incomplete files that a killed run has left.
        for folder in [target, path(BackupManifest.auditDirectory)] { DurableFile.removeLeftovers(in: folder) }
        // Kept under another name until this run is complete, because it says what the kept files were.
        rename(path(BackupManifest.name), path(BackupManifest.earlierName))
        previous =
            (try? BackupManifest(of: target, named: BackupManifest.earlierName))
            ?? earlier.flatMap { try? BackupManifest(of: $0) }
        share = RereadShare(after: previous?.share)
        try Directory.sync(target)
        // Before the work list is copied, so that the copy has the sizes too.
        try workList.recordQuarantineSizes()
        for _ in 1...3 {
            try workList.copy(to: path(BackupManifest.workListName))
            let copy = try WorkListStore(stateDirectory: target, for: .asking)
            // A study that retention removed meanwhile is in the copied list but not on disk, so start over.
            guard try placeFiles(of: copy) else { continue }
            try placeAuditFiles()
            try removeOthers(than: copy)
            try writeManifest(of: copy)
            try rehearse(copy)
            unlink(path(BackupManifest.earlierName))
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
        isNew = []
        guard try copy.eachListedFile({ try place($0) }) else { return false }
        for directory in directories { try Directory.sync(directory) }
        return true
    }

    private mutating func place(_ file: ListedFile) throws -> Bool {
        let source = workList.files.absolute(file.path)
        let copy = path(file.path)
        let directory = Directory.parent(of: copy)
        if directories.insert(directory).inserted { try Directory.create(directory) }
        progress.add(bytes: file.byteCount ?? 0)
        // A sound copy is kept even if the stored file is damaged: it may be the last good one.
        if file.fault(at: copy, isRead: share.includes(file.sha256)) == nil {
            return try keep(file, storedAt: source)
        }
        if let earlier, file.fault(at: "\(earlier)/\(file.path)", isRead: share.includes(file.sha256)) == nil {
            unlink(copy)
            if link("\(earlier)/\(file.path)", copy) == 0 { return try keep(file, storedAt: source) }
        }
        if let fault = file.fault(at: source, isRead: false) { return try pass(file, fault) }
        unlink(copy)
        if link(source, copy) == 0 {
            summary.linked += 1
        } else {
            switch try FileCopy(from: source, to: copy, digest: file.sha256.hexadecimal, through: target) {
            case .copied(let byteCount):
                summary.copied += 1
                summary.copiedBytes += byteCount
            case .differs: return try pass(file, .otherContent)
            case .unreadable(let error): return try pass(file, .unreadable(error))
            }
        }
        isNew.append(true)
        return true
    }

    /// Counts a sound copy of an earlier run, and notes a stored file that is not.
    private mutating func keep(_ file: ListedFile, storedAt source: String) throws -> Bool {
        if let fault = file.fault(at: source, isRead: false), try workList.isListed(file) {
            note("\(fault) where it is stored; kept the backup's copy", file)
        }
        summary.kept += 1
        if share.includes(file.sha256) { summary.readAgain += 1 }
        isNew.append(false)
        return true
    }

    /// Copies the exported files of the audit trail. Those that were moved away since stay in the backup. They never change,
    /// so a copy that is as an earlier run left it stays, whatever the stored file has become.
    private mutating func placeAuditFiles() throws {
        auditFiles = []
        let name = BackupManifest.auditDirectory
        let known = Dictionary(
            (previous?.files ?? []).filter { $0.path.hasPrefix("\(name)/") }.map { ($0.path, $0.digest) },
            uniquingKeysWith: { $1 })
        let source = AuditArchive.directory(in: workList.files.stateDirectory)
        let folders = [source, path(name)] + (earlier.map { ["\($0)/\(name)"] } ?? [])
        let names = Set(folders.flatMap(Directory.names).filter { $0.hasSuffix(".jsonl") })
        guard !names.isEmpty else { return }
        try Directory.create(path(name))
        for file in names.sorted() {
            let listed = "\(name)/\(file)"
            if let earlier, FileStatus(path(listed)) == nil { link("\(earlier)/\(listed)", path(listed)) }
            try placeAuditFile(listed, storedAt: "\(source)/\(file)", known: known[listed])
        }
        try Directory.sync(path(name))
    }

    /// Copies one exported file of the audit trail, and notes one that cannot be read or is not as it was.
    ///
    /// - Parameter known: its digest in the manifest of the run before.
    private mutating func placeAuditFile(_ listed: String, storedAt source: String, known: String?) throws {
        let copy = path(listed)
        var (stored, fault): (DurableFile.Contents?, PlatformError?)
        do throws(PlatformError) { stored = try .init(ofFileAt: source) } catch { fault = error }
        // One that is missing was moved away after it was exported.
        if case .file(_, _, ENOENT) = fault { fault = nil }
        if stored == nil, fault == nil, known == nil, FileStatus(copy) == nil { return }
        let kept = try? DurableFile.Contents(ofFileAt: copy)
        func isKnown(_ contents: DurableFile.Contents) -> Bool {
            known.map { $0 == contents.sha256.hexadecimal } ?? true
        }
        func note(_ problem: String) { summary.faults.append(.init(path: listed, problem: problem)) }
        func list(_ digest: String, isNew: Bool) {
            auditFiles.append((listed, digest))
            self.isNew.append(isNew)
        }
        if let kept, isKnown(kept), known != nil || stored == nil || stored == kept {
            if let fault { note("\(fault); kept the backup's copy") }
            if let stored, stored != kept { note("other content where it is stored; kept the backup's copy") }
            summary.kept += 1
            return list(kept.sha256.hexadecimal, isNew: false)
        }
        guard let stored, isKnown(stored) else {
            note(fault.map { "\($0)" } ?? "content differs from what was exported, or cannot be read")
            // Listed as it was, so that a restore says what is missing.
            if let known { list(known, isNew: false) }
            return
        }
        unlink(copy)
        if link(source, copy) == 0 {
            summary.linked += 1
        } else {
            switch try FileCopy(from: source, to: copy, digest: stored.sha256.hexadecimal, through: target) {
            case .copied(let byteCount):
                summary.copied += 1
                summary.copiedBytes += byteCount
            case .differs: return note("\(FileFault.otherContent)")
            case .unreadable(let error): return note("\(error)")
            }
        }
        list(stored.sha256.hexadecimal, isNew: true)
    }

    /// Goes on without a file that cannot be backed up.
    ///
    /// - Returns: false if it has since been removed from the work list.
    private mutating func pass(_ file: ListedFile, _ fault: FileFault) throws -> Bool {
        guard try workList.isListed(file) else { return false }
        note("\(fault)", file)
        isNew.append(false)
        return true
    }

    private mutating func note(_ problem: String, _ file: ListedFile) {
        summary.faults.append(.init(path: file.path, problem: problem))
    }

    private mutating func rehearse(_ copy: WorkListStore) throws {
        let known = Set(summary.faults.map(\.path))
        let found = try BackupRehearsal(backup: target).faults(of: copy, isNew: isNew)
        summary.faults += found.filter { !known.contains($0.path) }
    }

    /// Removes files of an earlier backup that the work list no longer names, so that deleted studies leave the backup.
    private mutating func removeOthers(than copy: WorkListStore) throws {
        var folders = [path("quarantine")]
        for first in Directory.names(in: path("instances")) {
            folders += Directory.names(in: path("instances/\(first)")).map { path("instances/\(first)/\($0)") }
        }
        for folder in folders {
            let relative = folder.dropFirst(target.count + 1)
            for name in Directory.names(in: folder) where try !copy.isKept("\(relative)/\(name)") {
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
        add(share.line)
        let list = try DurableFile.Contents(ofFileAt: path(BackupManifest.workListName))
        add("\(list.sha256.hexadecimal)  \(BackupManifest.workListName)")
        // Files that could not be backed up too: a restore then says what is missing.
        try copy.eachListedFile { file in
            add("\(file.sha256.hexadecimal)  \(file.path)")
            return true
        }
        for file in auditFiles { add("\(file.digest)  \(file.path)") }
        try manifest.commit(as: path(BackupManifest.name))
    }
}
