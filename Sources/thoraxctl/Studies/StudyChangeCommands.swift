import Administration
import ArgumentParser
import WorkList
import WorkListDatabase

/// A command that changes one study and prints the study as it is then.
protocol StudyChangeCommand: AnsweringCommand where Answer == WorkListEntry {
    var study: StudyArgument { get }

    /// Makes the change to a work item.
    func change(_ workItem: Int64, in workList: WorkListStore) throws
}

extension StudyChangeCommand {
    func run() throws {
        let entry = try StudyChange(options, study).make { try change($1, in: $0) }
        if options.json { return try printJSON(entry) }
        StudyChange.show(entry)
    }
}

/// `thoraxctl hold`: no draft of a study for now.
struct HoldCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Make no draft of a study until it is let go by unhold.",
        discussion: """
            A draft that is being made is dropped. What is drafted already is reviewed and delivered as ever, and images \
            that come late are stored.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Option(help: "Why; never with a patient's name or id.")
    var reason: String

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("say why with --reason") }
    }

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.hold(workItem, reason: reason, by: Actor.login())
    }
}

/// `thoraxctl unhold`: a held study goes on.
struct UnholdCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unhold", abstract: "Let a held study go on from where it stands.")

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.unhold(workItem, by: Actor.login())
    }
}

/// `thoraxctl priority`: which study is drafted first.
struct PriorityCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority", abstract: "Set which studies are drafted first: the highest priority, then the oldest."
    )

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Argument(help: "-10 to 10, urgent (10) or normal (0). Write -- before a negative number.")
    var priority: Priority

    struct Priority: ExpressibleByArgument {
        let value: Int

        init?(argument: String) {
            let named = ["urgent": WorkListStore.urgentPriority, "normal": 0]
            guard let value = named[argument] ?? Int(argument), WorkListStore.priorities.contains(value) else {
                return nil
            }
            self.value = value
        }
    }

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.setPriority(priority.value, of: workItem, by: Actor.login())
    }
}

/// `thoraxctl requeue`: another draft of the same images, for instance by a new model.
struct RequeueCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "Draft a study again from the same images, as a new revision.",
        discussion: """
            Of a study that is drafted or failed. One that is open in review, or on its way, is refused. One whose report \
            is signed or rejected, or that was found ineligible, needs --force: the new draft is to be reviewed again, and \
            what was signed stays as it is.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Flag(help: "Also what is accepted, edited, rejected or ineligible.")
    var force = false

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.requeue(workItem, isForced: force, by: Actor.login())
    }
}
