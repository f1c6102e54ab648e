import ArgumentParser
import Daemon
import Foundation
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl restore` creates a state directory from a backup.
struct RestoreCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Create a state directory from a backup; check every file as it is copied.",
        discussion: """
            The directory must be empty or not exist, and no daemon may use it. The work list is written last, so an \
            interrupted restore is not a usable state directory. As root, files are given to the owner of the \
            directory, or of the one above it.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory that thoraxctl backup wrote.")
    var backup: String

    struct Answer: Codable {
        let stateDirectory: String
        let files: Int
        let bytes: Int
    }

    func run() throws {
        let directory = try options.configuration().stateDirectory
        guard LockFile.holder(at: WorkListStore.daemonLockPath(in: directory)) == nil else {
            throw CommandFailure(
                "thoraxd is running in \(directory)", hint: "stop it, or name another --state-directory")
        }
        guard Directory.names(in: directory).isEmpty else {
            throw CommandFailure("\(directory) is not empty", hint: "name a new directory with --state-directory")
        }
        let entries = try BackupManifest.entries(of: backup)
        guard let list = entries.first(where: { $0.path == BackupManifest.workListName }) else {
            throw CommandFailure("\(backup) has no work list", hint: "use another backup")
        }
        let owner = Self.owner(of: directory)
        try Directory.create(directory)
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: directory))
        defer { withExtendedLifetime(lock) {} }
        var progress = Progress(files: entries.count, bytes: 0, isShown: !options.json)
        for entry in entries where entry.path != list.path { progress.add(bytes: try copy(entry, to: directory)) }
        progress.add(bytes: try copy(list, to: directory))
        progress.end()
        try record(in: directory)
        try Self.give(directory, to: owner)
        let summary = Answer(stateDirectory: directory, files: progress.files, bytes: progress.bytes)
        if options.json { return try printJSON(summary) }
        print("\(summary.files) files, \(describeBytes(summary.bytes)) restored; every digest matches the backup")
    }

    private func copy(_ entry: BackupManifest.Entry, to directory: String) throws -> Int {
        let target = "\(directory)/\(entry.path)"
        try Directory.create(Directory.parent(of: target))
        guard let contents = try copyFile(from: "\(backup)/\(entry.path)", to: target, digest: entry.digest) else {
            throw CommandFailure(
                "\(entry.path) in the backup does not match its digest",
                hint: "use another backup, or restore without that file: remove its line from \(BackupManifest.name)")
        }
        return contents.byteCount
    }

    /// Records the restore, unless the work list has the schema of an older version.
    private func record(in directory: String) throws {
        do {
            let workList = try WorkListStore(stateDirectory: directory, for: .changing)
            try workList.record(.restored, by: Actor.login(), detail: ["backup": backup])
        } catch WorkListError.otherSchema(_, isNewer: false, _) {
            // thoraxd migrates the work list when it opens it; the restore is not recorded.
        }
    }

    private static func owner(of directory: String) -> (uid_t, gid_t) {
        let status = FileStatus(nearest: directory)
        return (status?.owner ?? 0, status?.group ?? 0)
    }

    /// Changes the owner of a path and of everything below it. Does nothing unless run as root.
    private static func give(_ path: String, to owner: (uid_t, gid_t)) throws {
        guard geteuid() == 0, owner.0 != 0 else { return }
        guard lchown(path, owner.0, owner.1) == 0 else {
            throw PlatformError.file(operation: "change the owner of", path: path, errno: errno)
        }
        guard Directory.exists(path) else { return }
        for name in Directory.names(in: path) { try give("\(path)/\(name)", to: owner) }
    }
}
