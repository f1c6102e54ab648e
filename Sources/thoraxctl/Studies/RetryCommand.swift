import ArgumentParser
import WorkList

/// `thoraxctl retry` requeues failed studies once the cause is fixed.
struct RetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Requeue one failed study, or all of them.")

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
            let workList = try options.changeableWorkList(of: options.configuration())
            let count = try workList.retryAllFailed(by: Actor.login())
            if options.json { return try printJSON(Answer(queued: count)) }
            return print(count == 0 ? "no failed studies" : "\(count) requeued")
        }
        let entry = try StudyChange(options, study).make { try $0.retry($1, by: Actor.login()) }
        if options.json { return try printJSON(Answer(queued: 1)) }
        StudyChange.show(entry)
    }
}
