import ArgumentParser
import WorkList
import WorkListDatabase

/// `thoraxctl hold`: no draft of a study for now.
struct HoldCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Make no draft of a study until it is let go by unhold.",
        discussion: """
            A draft that is being made is dropped. What is drafted already is reviewed and delivered as ever, and images \
            that come late are stored.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String
    @Option(help: "Why; never with a patient's name or id.")
    var reason: String

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("say why with --reason") }
    }

    func run() throws {
        try StudyChange(options, study).make { try $0.hold($1, reason: reason, by: Actor.login()) }
    }
}

/// `thoraxctl unhold`: a held study goes on.
struct UnholdCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unhold", abstract: "Let a held study go on from where it stands.")

    @OptionGroup var options: StateOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String

    func run() throws {
        try StudyChange(options, study).make { try $0.unhold($1, by: Actor.login()) }
    }
}
