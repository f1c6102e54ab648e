import ArgumentParser
import WorkList

/// `thoraxctl retry`: another chance for what failed, once its cause is mended.
struct RetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put a study that failed, or all of them, back in line.")

    @OptionGroup var options: StateOptions
    @Argument(help: StudyArgument.help)
    var study: StudyArgument?
    @Flag(help: "Every study that failed.")
    var allFailed = false

    func validate() throws {
        guard (study != nil) != allFailed else { throw ValidationError("name one study, or say --all-failed") }
    }

    struct Answer: Codable {
        let queued: Int
    }

    func run() throws {
        guard let study else {
            let workList = try options.changeableWorkList(of: options.configuration())
            let count = try workList.retryAllFailed(by: Actor.login())
            if options.json { return try printJSON(Answer(queued: count)) }
            return print(count == 0 ? "no study has failed" : "\(count) queued again")
        }
        let entry = try StudyChange(options, study).make { try $0.retry($1, by: Actor.login()) }
        if options.json { return try printJSON(Answer(queued: 1)) }
        StudyChange.show(entry)
    }
}
