import ArgumentParser
import DICOMCore
import Foundation
import OperatorErrors
import Platform
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl rebuild` makes the work list again from the stored files.
struct RebuildCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Make the work list again from the stored files, if it is lost or damaged.",
        discussion: """
            If there is a backup, use thoraxctl restore, which also adds the files that came after it. Without a backup \
            this finds images and reports again; decisions, deliveries, promises of storage \
            commitment, users, tokens and the audit trail are lost with the work list.

            thoraxd must be stopped. A damaged work list is renamed and kept; a usable one is refused without \
            --add-missing. A study with a signed report or a rejection among its files is put on hold, so that no \
            new draft takes its place; the others are drafted when thoraxd starts. Run it again after an interruption: \
            it continues. As root, it continues as the owner of the directory. Files that cannot be admitted are \
            listed, and the exit code is 2.

            Example: thoraxctl rebuild
            """)

    @OptionGroup var options: StateOptions

    @Flag(help: "Add the files that a usable work list does not name; no row of it is replaced.")
    var addMissing = false

    struct Answer: Codable {
        let stateDirectory: String
        /// The damaged work list, renamed.
        let damagedWorkList: String?
        let studies: Int
        /// Studies on hold, because their decision is lost.
        let held: Int
        let files: RebuildReport
    }

    func run() throws {
        let configuration = try options.configuration()
        let directory = configuration.stateDirectory
        guard Directory.exists(directory) else {
            throw CommandFailure("there is no directory \(directory)", hint: "name it with --state-directory")
        }
        UndeclaredText.ofProcess = UndeclaredText(defaultTerms: configuration.defaultCharacterSet)
        let locks = try StateLocks(directory)
        defer { withExtendedLifetime(locks) {} }
        let actor = Account.current.name
        try StateOwner(of: directory).takeOver(directory)
        let lost = try LostWorkList(in: directory)
        guard lost.condition != .usable || addMissing else {
            throw CommandFailure(
                "the work list in \(directory) is usable",
                hint: "add files that it does not name with --add-missing; to make all of it again, move "
                    + "worklist.sqlite and the files that begin with that name elsewhere first")
        }
        let aside = try lost.putAside()
        if let aside, !options.json { print("the damaged work list is now \(aside)") }
        let answer = try rebuild(directory, aside, by: actor)
        try say(answer)
        if !answer.files.left.isEmpty { throw ExitCode(CommandExit.finding.rawValue) }
    }

    private func rebuild(_ directory: String, _ aside: String?, by actor: String) throws -> Answer {
        let workList = try WorkListStore(stateDirectory: directory)
        var rebuilder = WorkListRebuilder(workList)
        let held = try rebuilder.admitAll(by: actor, isShown: !options.json)
        let report = rebuilder.report
        let studies = try workList.countsByState().values.reduce(0, +)
        try workList.record(
            Incident(
                source: "rebuild",
                message: "the work list was made again from \(report.instances) files: \(studies) studies, \(held) on "
                    + "hold because their decision is lost, \(report.left.count) files left",
                hint: Self.hint))
        return Answer(stateDirectory: directory, damagedWorkList: aside, studies: studies, held: held, files: report)
    }

    private static let hint =
        "compare studies on hold with the archive: thoraxctl unhold --decided lets their decision stand, thoraxctl unhold "
        + "drafts them again; add users and tokens; have what was not delivered fetched again; see the page incidents of "
        + "the manual"

    private func say(_ answer: Answer) throws {
        if options.json { return try printJSON(answer) }
        let files = answer.files
        print("\(files.instances) files admitted, \(files.listed) had a row, \(files.repeated) were there twice")
        print(
            "\(answer.studies) studies, \(answer.held) on hold: their signed report or rejection is among their files")
        if files.quarantined > 0 { print("\(files.quarantined) objects are in quarantine: thoraxctl quarantine") }
        if !files.left.isEmpty {
            print("\(files.left.count) files are left without a row")
            print(TextTable(files.left).text)
        }
        print("hint: \(Self.hint)")
    }
}
