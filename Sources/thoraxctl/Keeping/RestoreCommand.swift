import Administration
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
            The directory must be empty or not exist, and no daemon may use it. The work list is restored first, then \
            its files. A file that is missing or damaged in the backup is left out and listed, and the exit code is 2: \
            the directory can be used without it. As root, files are given to the owner of the directory, or of the one \
            above it.

            Example: thoraxctl restore /mnt/backup/thoraxd --state-directory /var/lib/thoraxd
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory that thoraxctl backup wrote.")
    var backup: String

    struct Answer: Codable {
        let stateDirectory: String
        /// Restored files, with the work list.
        let files: Int
        let bytes: Int
        /// Files that the work list names and the backup lacks.
        let faults: [VerifyCommand.Fault]
        /// Whether the work list has the schema of an older version, so that only the manifest says what is missing.
        let isOfOlderVersion: Bool
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
        let manifest = try BackupManifest(of: backup)
        let workList = try soundWorkList(of: manifest)
        let owner = StateOwner(of: directory)
        try Directory.create(directory)
        let lock = try LockFile(at: WorkListStore.daemonLockPath(in: directory))
        defer { withExtendedLifetime(lock) {} }
        let answer = try restore(workList, manifest, to: directory)
        try owner.receive(directory)
        try say(answer)
        if !answer.faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }

    /// - Throws: `CommandFailure` if the backup has no work list, or not the one of its manifest.
    private func soundWorkList(of manifest: BackupManifest) throws -> BackupManifest.Entry {
        guard let entry = manifest.workList else {
            throw CommandFailure("\(backup) has no work list", hint: "use another backup")
        }
        guard try DurableFile.Contents(ofFileAt: "\(backup)/\(entry.path)").sha256.hexadecimal == entry.digest else {
            throw CommandFailure(
                "\(entry.path) in the backup does not match its digest", hint: "use another backup")
        }
        return entry
    }

    private func restore(
        _ workList: BackupManifest.Entry, _ manifest: BackupManifest, to directory: String
    ) throws -> Answer {
        let entries = [workList] + manifest.files
        let bytes = entries.reduce(0) { $0 + (FileStatus("\(backup)/\($1.path)")?.byteCount ?? 0) }
        var progress = Progress(files: entries.count, bytes: bytes, isShown: !options.json)
        var faults = manifest.faultyLines.map {
            VerifyCommand.Fault(path: BackupManifest.name, problem: "line \($0) names no file of a backup")
        }
        for entry in entries {
            let target = "\(directory)/\(entry.path)"
            try Directory.create(Directory.parent(of: target))
            switch try FileCopy(from: "\(backup)/\(entry.path)", to: target, digest: entry.digest) {
            case .copied(let byteCount): progress.add(bytes: byteCount)
            case .differs:
                faults.append(.init(path: entry.path, problem: "does not match its digest in the backup"))
            case .unreadable(let error):
                faults.append(.init(path: entry.path, problem: "\(error)"))
            }
        }
        progress.end()
        let isOfOlderVersion = try !conclude(in: directory, &faults)
        return Answer(
            stateDirectory: directory, files: progress.files, bytes: progress.bytes, faults: faults,
            isOfOlderVersion: isOfOlderVersion)
    }

    /// Adds the missing files that no line of the manifest names, and records the restore.
    ///
    /// - Returns: false if the work list has the schema of an older version, which thoraxd migrates when it opens it;
    ///   nothing is added or recorded then.
    private func conclude(in directory: String, _ faults: inout [VerifyCommand.Fault]) throws -> Bool {
        do {
            let workList = try WorkListStore(stateDirectory: directory, for: .changing)
            var known = Set(faults.map(\.path))
            try workList.eachListedFile { file in
                if FileStatus(workList.files.absolute(file.path)) == nil, known.insert(file.path).inserted {
                    faults.append(.init(path: file.path, problem: "not in the backup"))
                }
                return true
            }
            try workList.record(
                .restored, by: Account.current.name, detail: ["backup": backup, "faults": "\(faults.count)"])
            guard !faults.isEmpty else { return true }
            try workList.record(
                Incident(
                    source: "restore", message: "restored without \(faults.count) files that the backup could not give",
                    hint: Self.hint))
            return true
        } catch WorkListError.otherSchema(_, isNewer: false, _) {
            return false
        }
    }

    private static let hint =
        "thoraxctl verify lists them; restore them from another backup, or have their senders send them again"

    private func say(_ answer: Answer) throws {
        if options.json { return try printJSON(answer) }
        let restored = "\(answer.files) files, \(describeBytes(answer.bytes)) restored"
        defer {
            // Manifests of versions up to 0.2.0 do not name quarantined files, nor what could not be backed up.
            if answer.isOfOlderVersion {
                print(
                    "the work list is of an older version: start thoraxd, which migrates it, then run thoraxctl verify")
            }
        }
        guard !answer.faults.isEmpty else { return print("\(restored); every digest matches the backup") }
        print("\(restored), \(answer.faults.count) could not be")
        print(TextTable(answer.faults).text)
        print("hint: \(Self.hint)")
    }
}
