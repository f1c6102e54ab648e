import ArgumentParser
import WorkList
import WorkListDatabase

/// `thoraxctl priority`: which study is drafted first.
struct PriorityCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "priority", abstract: "Set which studies are drafted first: the highest priority, then the oldest."
    )

    @OptionGroup var options: StateOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String
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

    func run() throws {
        try StudyChange(options, study).make { try $0.setPriority(priority.value, of: $1, by: Actor.login()) }
    }
}
