import ArgumentParser
import Daemon
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl backup`: a consistent copy of the state directory while the daemon runs.
struct BackupCommand: AnsweringCommand {
    typealias Answer = BackupWriter.Summary

    static let configuration = CommandConfiguration(
        commandName: "backup", abstract: "Copy work list and files, consistently, while thoraxd runs.",
        discussion: """
            The work list is copied as it is at one instant, then every file that it names; what is received meanwhile is \
            not in the copy. Files are hard links where the directory is on the same file system: such a backup guards \
            against mistakes, and not against the loss of the disk. A second backup into the same directory copies what is \
            new and removes what is gone. Configuration, keys and model are not in it, nor is the \
            copy that thoraxd makes before it migrates the work list (worklist-before-VERSION.sqlite).
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory: new, empty, or of an earlier backup.")
    var directory: String

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.changeableWorkList(of: configuration)
        let target = URL(filePath: directory).standardizedFileURL.path
        let state = URL(filePath: configuration.stateDirectory).standardizedFileURL.path
        guard target != state, !target.hasPrefix(state + "/") else {
            throw CommandFailure("\(target) is inside the state directory", hint: "name a directory elsewhere")
        }
        // The list has every name and id: nobody else reads it, whatever directory it is put into.
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
                    + "\(summary.kept) were there, \(summary.removed) removed")
            for fault in summary.faults { print(terminalSafe("\(fault.path): \(fault.problem)")) }
        }
        if !summary.faults.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }
}
