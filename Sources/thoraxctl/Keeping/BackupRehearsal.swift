import Administration
import Foundation
import Platform
import WorkListDatabase

/// Checks a backup against its own manifest, as a restore will: the work list, and every file that the run wrote.
struct BackupRehearsal {
    let backup: String

    /// - Parameters:
    ///   - workList: the backup's copy of the work list.
    ///   - isNew: for each file that it names, in order, whether this run wrote it. The others need only be there.
    /// - Returns: the faults that a restore would meet. A new file that is unreadable or has other content is removed
    ///   from the backup, so that the next run copies it again.
    func faults(of workList: WorkListStore, isNew: [Bool]) throws -> [VerifyCommand.Fault] {
        var faults: [VerifyCommand.Fault] = []
        func add(_ path: String, _ problem: String) { faults.append(.init(path: path, problem: problem)) }
        let manifest = try BackupManifest(of: backup)
        if try manifest.workList?.digest != digest(of: BackupManifest.workListName) {
            add(BackupManifest.workListName, "the copy does not match its digest")
        } else if let fault = try workList.firstFault() {
            add(BackupManifest.workListName, "the copy is damaged: \(fault)")
        }
        if manifest.files.count != isNew.count || !manifest.faultyLines.isEmpty {
            add(BackupManifest.name, "names \(manifest.files.count) files, and the work list \(isNew.count)")
        }
        for (entry, isNew) in zip(manifest.files, isNew) {
            do {
                if try isNew ? digest(of: entry.path) == entry.digest : exists(entry.path) { continue }
                unlink("\(backup)/\(entry.path)")
                add(entry.path, "\(FileFault.otherContent)")
            } catch {
                // Removed, so that the next run copies it again and does not take it for a sound copy by its size.
                if isNew { unlink("\(backup)/\(entry.path)") }
                add(entry.path, "\(error)")
            }
        }
        return faults
    }

    private func digest(of path: String) throws(PlatformError) -> String {
        try DurableFile.Contents(ofFileAt: "\(backup)/\(path)").sha256.hexadecimal
    }

    private func exists(_ path: String) throws(PlatformError) -> Bool {
        guard FileStatus("\(backup)/\(path)") != nil else {
            throw .file(operation: "find", path: path, errno: errno)
        }
        return true
    }
}
