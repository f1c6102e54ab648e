import Administration
import ArgumentParser
import Control
import Foundation
import Retention
import ThoraxConfiguration
import WorkListDatabase

/// `thoraxctl quarantine`: objects that arrived with the SOP Instance UID of a stored instance but other bytes.
struct QuarantineCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quarantine", abstract: "List quarantined objects, admit one, or discard one.",
        discussion: "Example: thoraxctl quarantine",
        subcommands: [
            QuarantineListCommand.self, QuarantineReleaseCommand.self, QuarantineDiscardCommand.self,
        ],
        defaultSubcommand: QuarantineListCommand.self)
}

/// `thoraxctl quarantine discard` deletes a quarantined object.
struct QuarantineDiscardCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "discard", abstract: "Delete a quarantined object and its file; the act has the reason.",
        discussion: """
            Compare it with the stored instance first: the object that arrived first stays in its study.

            Example: thoraxctl quarantine discard 7 --reason 'a second export of the same image'
            """)

    @OptionGroup var options: StateOptions

    @Argument(help: "Id of the object, as thoraxctl quarantine shows it.")
    var id: Int64

    @Option(help: "Why; it stays on record. Write no name of a patient.")
    var reason: String

    func validate() throws {
        guard reason.contains(where: { !$0.isWhitespace }) else { throw ValidationError("--reason needs words") }
    }

    struct Answer: Codable {
        let bytes: Int
    }

    func run() throws {
        guard case .removed(let removal) = try Changing(options).make(.discardQuarantined(id, reason: reason)) else {
            throw ControlError.malformed
        }
        if options.json { return try printJSON(Answer(bytes: removal.bytes)) }
        print("discarded quarantined object \(id), \(describeBytes(removal.bytes))")
    }
}

/// `thoraxctl quarantine list` lists them.
struct QuarantineListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List quarantined objects with reason, sender and time, newest first.",
        discussion: """
            The object that arrived first stays in its study; the other is kept as sent and is never read.

            Example: thoraxctl quarantine list --limit 10
            """)
    static let emptyNotice = "nothing is in quarantine"

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [QuarantinedObject] {
        try workList.quarantinedObjects(limit: listing.limit.rows)
    }
}

extension QuarantinedObject: ListingRow {
    static var columns: [Column<QuarantinedObject>] {
        [
            Column("id") { $0.id },
            Column(at: "arrived") { $0.at },
            Column("from") { $0.callingAETitle },
            Column("study") { $0.studyInstanceUID },
            Column("instance") { $0.sopInstanceUID },
            Column("reason") { $0.reason },
            Column("file") { $0.path },
        ]
    }
}
