import ArgumentParser
import WorkList
import WorkListDatabase

/// `thoraxctl retry`: another chance for what failed, once its cause is mended.
struct RetryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Put a study that failed, or all of them, back in line.")

    @OptionGroup var options: StateOptions
    @Argument(help: "Work item, Study Instance UID or accession number.")
    var study: String?
    @Flag(help: "Every study that failed.")
    var allFailed = false

    func validate() throws {
        guard (study != nil) != allFailed else { throw ValidationError("name one study, or say --all-failed") }
    }

    /// What `--json` prints.
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
        try StudyChange(options, study).make { try $0.retry($1, by: Actor.login()) }
    }
}
