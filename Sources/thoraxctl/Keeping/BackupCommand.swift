import ArgumentParser
import Foundation
import OperatorErrors
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl backup` makes a consistent copy of the state directory while the daemon runs.
struct BackupCommand: AnsweringCommand {
    typealias Answer = BackupWriter.Summary

    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Make a consistent copy of the work list and files while thoraxd runs.",
        discussion: """
            The work list is copied as of one instant, then every file that it names; objects received during the \
            backup are not included. If the directory is on the same file system, files are hard links: such a backup \
            protects against mistakes, but not against the loss of the disk. Exported files of the audit trail (audit/) \
            are included, and stay in the backup when they are moved away. Another backup into the same directory \
            copies new files and removes those no longer in the work list. The backup is then read against its manifest, \
            SHA256SUMS: every new file, and a sixteenth of those it had, another with each run. A file that is missing or \
            damaged is listed, the others are backed up, and the exit code is 2. Configuration, keys and model are not \
            included, nor is the copy that thoraxd makes before it migrates the work list \
            (worklist-before-VERSION.sqlite).

            With --keep, each backup has a directory of its own below DIRECTORY and shares unchanged files with the one \
            before it by hard links; complete ones beyond the number are removed, the earliest first.

            Examples:
            thoraxctl backup /mnt/backup/thoraxd
            thoraxctl backup /mnt/backup/thoraxd --keep 14
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory to write: new, empty, or with an earlier backup.")
    var directory: String

    @Option(help: "Keep this many backups below the directory, \(BackupCount.bounds).")
    var keep: BackupCount?

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.changeableWorkList(of: configuration)
        let series = keep == nil ? nil : BackupSeries(directory: URL(filePath: directory).standardizedFileURL.path)
        let target = series?.next() ?? URL(filePath: directory).standardizedFileURL.path
        let state = URL(filePath: configuration.stateDirectory).standardizedFileURL.path
        guard target != state, !target.hasPrefix(state + "/") else {
            throw CommandFailure("\(target) is inside the state directory", hint: "name a directory elsewhere")
        }
        // The work list contains names and ids of patients, so only this account may read the copy.
        umask(0o077)
        var writer = try BackupWriter(
            of: workList, to: target, sharing: series?.backups.last, showsProgress: !options.json)
        var summary: Answer
        do {
            summary = try writer.write()
        } catch {
            let failure = error.asOperatorError
            // The exit code of a nightly run may go unread. A wrong command line is read at once.
            if failure.fault != .invalid {
                try? workList.record(
                    Incident(source: "backup", message: "the backup failed: \(failure)", hint: failure.hint))
            }
            throw error
        }
        if let keep, let series, summary.faults.isEmpty {
            summary.removedBackups = try series.remove(beyond: keep.backups)
        }
        for ending in ["-wal", "-shm"] { unlink("\(target)/\(BackupManifest.workListName)\(ending)") }
        try workList.record(
            .backedUp, by: Account.current.name,
            detail: [
                "directory": target, "files": "\(summary.linked + summary.copied + summary.kept)",
                "faults": "\(summary.faults.count)",
            ])
        if !summary.faults.isEmpty {
            try workList.record(
                Incident(source: "backup", "files could not be backed up as they were stored", summary.faults))
        }
        if options.json {
            try printJSON(summary)
        } else {
            print(
                "\(summary.copied) files copied (\(describeBytes(summary.copiedBytes))), \(summary.linked) linked, "
                    + "\(summary.kept) unchanged, \(summary.removed) removed; \(summary.readAgain) read again")
            if summary.linked > 0 {
                print(
                    "\(summary.linked) files are hard links to the stored files: they do not survive the loss of this "
                        + "disk; keep a copy of the backup on another one")
            }
            for backup in summary.removedBackups { print("removed \(backup)") }
            for fault in summary.faults { print(terminalSafe("\(fault.path): \(fault.problem)")) }
        }
        if !summary.faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }
}
