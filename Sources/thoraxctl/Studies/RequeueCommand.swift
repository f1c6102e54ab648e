import ArgumentParser
import WorkList
import WorkListDatabase

/// `thoraxctl requeue`: another draft of the same images, for instance by a new model.
struct RequeueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "Draft a study again from the same images, as a new revision.",
        discussion: """
            Of a study that is drafted or failed. One that is open in review, or on its way, is refused. One whose report \
            is signed or rejected, or that was found ineligible, needs --force: the new draft is to be reviewed again, and \
            what was signed stays as it is.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String
    @Flag(help: "Also what is accepted, edited, rejected or ineligible.")
    var force = false

    func run() throws {
        try StudyChange(options, study).make { try $0.requeue($1, isForced: force, by: Actor.login()) }
    }
}
