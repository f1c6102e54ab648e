import Administration
import ArgumentParser
import WorkList
import WorkListDatabase

/// A command that changes one study and prints the result.
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

/// `thoraxctl hold` keeps a study from being drafted.
struct HoldCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a study from being drafted until thoraxctl unhold.",
        discussion: """
            A draft in progress is discarded. Existing drafts are still reviewed and delivered, and late images are \
            stored.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Option(help: "Reason, without a patient's name or id.")
    var reason: String

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("give a reason with --reason") }
    }

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.hold(workItem, reason: reason, by: Actor.login())
    }
}

/// `thoraxctl unhold` ends a hold.
struct UnholdCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unhold", abstract: "End the hold on a study; it continues in its current state.")

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.unhold(workItem, by: Actor.login())
    }
}

/// `thoraxctl priority` sets how soon a study is drafted.
struct PriorityCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority", abstract: "Set the priority of a study: the highest is drafted first, then the oldest."
    )

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Argument(help: "Priority from -10 to 10, urgent (10) or normal (0). Write -- before a negative number.")
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

/// `thoraxctl requeue` drafts a study again from the same images, for instance with a new model.
struct RequeueCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "Draft a study again from the same images, as a new revision.",
        discussion: """
            The study must be drafted or failed. A study that is open in review, or whose draft is pending, is \
            refused. An accepted, edited, rejected or ineligible study needs --force: the new draft must be reviewed \
            again, and signed reports stay unchanged.
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Flag(help: "Also requeue an accepted, edited, rejected or ineligible study.")
    var force = false

    func change(_ workItem: Int64, in workList: WorkListStore) throws {
        try workList.requeue(workItem, isForced: force, by: Actor.login())
    }
}
