import ArgumentParser
import Control
import WorkList

/// `thoraxctl retry` requeues failed studies once the cause is fixed.
struct RetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Requeue one failed study, or all of them.",
        discussion: "Example: thoraxctl retry --all-failed")

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument?
    @Flag(help: "All failed studies.")
    var allFailed = false

    func validate() throws {
        guard (study != nil) != allFailed else { throw ValidationError("name one study, or pass --all-failed") }
    }

    struct Answer: Codable {
        let queued: Int
    }

    func run() throws {
        guard let study else {
            let count = try Changing(options).count(.retryAllFailed)
            if options.json { return try printJSON(Answer(queued: count)) }
            return print(count == 0 ? "no failed studies" : "\(count) requeued")
        }
        let entry = try study.change(.retry, options)
        if options.json { return try printJSON(Answer(queued: 1)) }
        entry.printState()
    }
}
