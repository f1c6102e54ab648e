import ArgumentParser
import Daemon
import Foundation
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
            protects against mistakes, but not against the loss of the disk. Another backup into the same directory \
            copies new files and removes those no longer in the work list. Configuration, keys and model are not \
            included, nor is the copy that thoraxd makes before it migrates the work list \
            (worklist-before-VERSION.sqlite).
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory to write: new, empty, or with an earlier backup.")
    var directory: String

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.changeableWorkList(of: configuration)
        let target = URL(filePath: directory).standardizedFileURL.path
        let state = URL(filePath: configuration.stateDirectory).standardizedFileURL.path
        guard target != state, !target.hasPrefix(state + "/") else {
            throw CommandFailure("\(target) is inside the state directory", hint: "name a directory elsewhere")
        }
        // The work list contains names and ids of patients, so only this account may read the copy.
        umask(0o077)
        var writer = try BackupWriter(of: workList, to: target, showsProgress: !options.json)
        let summary = try writer.write()
        for ending in ["-wal", "-shm"] { unlink("\(target)/\(BackupManifest.workListName)\(ending)") }
        try workList.record(
            .backedUp, by: Actor.login(),
            detail: ["directory": target, "files": "\(summary.linked + summary.copied + summary.kept)"])
        if options.json {
            try printJSON(summary)
        } else {
            print(
                "\(summary.copied) files copied (\(describeBytes(summary.copiedBytes))), \(summary.linked) linked, "
                    + "\(summary.kept) unchanged, \(summary.removed) removed")
            for fault in summary.faults { print(terminalSafe("\(fault.path): \(fault.problem)")) }
        }
        if !summary.faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }
}
