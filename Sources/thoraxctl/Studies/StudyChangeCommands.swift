import Administration
import ArgumentParser
import Control
import WorkList
import WorkListDatabase

/// A command that changes one study and prints the result.
protocol StudyChangeCommand: AnsweringCommand where Answer == WorkListEntry {
    var study: StudyArgument { get }
    var change: StudyChange { get }
}

extension StudyChangeCommand {
    func run() throws {
        let entry = try study.change(change, options)
        if options.json { return try printJSON(entry) }
        entry.printState()
    }
}

extension StudyArgument {
    /// Changes the study; returns it as it is after the change.
    func change(_ change: StudyChange, _ options: StateOptions) throws -> WorkListEntry {
        let changing = try Changing(options)
        _ = try changing.make(.study(change, study: name))
        let workList = try options.workList(of: changing.configuration)
        return try workList.entry(ofItem: workItem(in: workList))
    }
}

extension WorkListEntry {
    /// Prints the state of the study in one line.
    func printState() {
        let held = holdReason.map { ", held: \($0)" } ?? ""
        let priority = priority == 0 ? "" : ", priority \(priority)"
        print(terminalSafe("work item \(id) is \(state.rawValue), revision \(revision)\(priority)\(held)"))
    }
}

/// `thoraxctl hold` keeps a study from being drafted.
struct HoldCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "hold", abstract: "Keep a study from being drafted until thoraxctl unhold.",
        discussion: """
            A draft in progress is discarded. Existing drafts are still reviewed and delivered, and late images are \
            stored.

            Example: thoraxctl hold A123 --reason 'wrong patient'
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Option(help: "Reason, without a patient's name or id.")
    var reason: String

    func validate() throws {
        guard !reason.isEmpty else { throw ValidationError("give a reason with --reason") }
    }

    var change: StudyChange { .hold(reason: reason) }
}

/// `thoraxctl unhold` ends a hold.
struct UnholdCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "unhold", abstract: "End the hold on a study; it continues in its current state.",
        discussion: """
            After thoraxctl rebuild a study with a signed report or a rejection among its files is on hold. Compare it with \
            the archive: with --decided that decision stands and the study is not drafted again; without it, the study is \
            drafted again.

            Examples:
            thoraxctl unhold A123
            thoraxctl unhold A123 --decided
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument

    @Flag(help: "Confirm the decision that a rebuild found among the study's files.")
    var decided = false

    var change: StudyChange { decided ? .confirmDecision : .unhold }
}

/// `thoraxctl priority` sets how soon a study is drafted.
struct PriorityCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority",
        abstract: "Set the priority of a study: the highest is drafted first, then the oldest.",
        discussion: "Example: thoraxctl priority A123 urgent"
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

    var change: StudyChange { .setPriority(priority.value) }
}

/// `thoraxctl requeue` drafts a study again from the same images, for instance with a new model.
struct RequeueCommand: StudyChangeCommand {
    static let configuration = CommandConfiguration(
        commandName: "requeue", abstract: "Draft a study again from the same images, as a new revision.",
        discussion: """
            The study must be drafted or failed. A study that is open in review, or whose draft is pending, is \
            refused. An accepted, edited, rejected or ineligible study needs --force: the new draft must be reviewed \
            again, and signed reports stay unchanged.

            Example: thoraxctl requeue A123
            """)

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument
    @Flag(help: "Also requeue an accepted, edited, rejected or ineligible study.")
    var force = false

    var change: StudyChange { .requeue(isForced: force) }
}
