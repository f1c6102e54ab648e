import Administration
import ArgumentParser
import DICOMCore
import Foundation
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl restore` restores a state directory from a backup, and adds the files that came after it.
struct RestoreCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Restore a state directory from a backup; check every file as it is copied.",
        discussion: """
            thoraxd must be stopped. A damaged work list is renamed and kept; a usable one is refused. The work list is \
            restored first, then its files. A file that is missing or damaged in the backup is left out and listed, and \
            the exit code is 2: the directory can be used without it. After an interruption, run it again with the same \
            backup: it continues. Stored files of the directory that came after the \
            backup are added as thoraxctl rebuild --add-missing does. As root, files are given to the owner of the \
            directory, or of the one above it.

            Examples:
            thoraxctl restore /mnt/backup/thoraxd
            thoraxctl restore /mnt/backup/thoraxd --state-directory /srv/thoraxd
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Directory that thoraxctl backup wrote.")
    var backup: String

    struct Answer: Codable {
        let stateDirectory: String
        /// The damaged work list, renamed.
        let damagedWorkList: String?
        /// Restored files, with the work list.
        let files: Int
        let bytes: Int
        /// Files that the work list names and the backup lacks.
        let faults: [VerifyCommand.Fault]
        /// Files that came after the backup; nil if every file has a row.
        let added: RebuildReport?
        /// Studies on hold, because their decision came after the backup.
        let held: Int
    }

    func run() throws {
        let configuration = try options.configuration()
        let directory = configuration.stateDirectory
        UndeclaredText.ofProcess = UndeclaredText(defaultTerms: configuration.defaultCharacterSet)
        let manifest = try BackupManifest(of: backup)
        let entry = try soundWorkList(of: manifest)
        let (owner, actor) = (StateOwner(of: directory), Account.current.name)
        try Directory.create(directory)
        let locks = try StateLocks(directory)
        defer { withExtendedLifetime(locks) {} }
        let lost = try LostWorkList(in: directory)
        guard lost.mayBeReplaced else {
            throw CommandFailure(
                "\(directory) has a usable work list",
                hint: "name another directory with --state-directory, or move worklist.sqlite and the files that begin "
                    + "with that name elsewhere first")
        }
        var restoring = Restoring(from: backup, [entry] + manifest.files, to: directory, isShown: !options.json)
        let (workList, aside) = try restoring.restoreWorkList(entry, in: lost, by: actor)
        for file in manifest.files { try restoring.copy(file) }
        // A sender may have made a file to attack the scanner, so root's rights are given up before the scan.
        try owner.takeOver(directory)
        let (added, held) = try restoring.conclude(workList, manifest.faultyLines, by: actor)
        let answer = Answer(
            stateDirectory: directory, damagedWorkList: aside, files: restoring.progress.files,
            bytes: restoring.progress.bytes, faults: restoring.faults, added: added, held: held)
        try say(answer)
        if !answer.faults.isEmpty || added?.left.isEmpty == false { throw ExitCode(CommandExit.finding.rawValue) }
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

    private func say(_ answer: Answer) throws {
        if options.json { return try printJSON(answer) }
        if let aside = answer.damagedWorkList { print("the damaged work list is now \(aside)") }
        let restored = "\(answer.files) files, \(describeBytes(answer.bytes)) restored"
        if answer.faults.isEmpty {
            print("\(restored); every digest matches the backup")
        } else {
            print("\(restored), \(answer.faults.count) could not be")
            print(TextTable(answer.faults).text)
            print("hint: \(Restoring.faultHint)")
        }
        if let added = answer.added {
            print("\(added.instances) files that came after the backup added")
            if !added.left.isEmpty { print(TextTable(added.left).text) }
            print("\(answer.held) studies are on hold: their signed report or rejection came after the backup")
        }
        print("hint: \(Restoring.hint)")
    }
}
