import ArgumentParser
import Daemon
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl outbox retry`: puts back in line what was deferred or failed, once its cause is mended.
struct OutboxRetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Try again now: one delivery, all of one destination, or all that failed.")

    @OptionGroup var options: StateOptions

    @Argument(help: "Id of one delivery, deferred or failed.")
    var id: Int64?

    @Option(help: "All that is deferred or failed for this peer.")
    var destination: String?

    @Flag(help: "All that failed, whomever it is for.")
    var allFailed = false

    struct Answer: Codable {
        let queued: Int
    }

    func validate() throws {
        guard [id != nil, destination != nil, allFailed].count(where: { $0 }) == 1 else {
            throw ValidationError("say what to try again: an id, --destination, or --all-failed")
        }
    }

    func run() throws {
        let workList = try options.changeableWorkList(of: try options.configuration())
        let retry: WorkListStore.Retry =
            if let id { .row(id) } else if let destination { .destination(destination) } else { .allFailed }
        let count = try workList.retryOutbox(retry, by: Actor.login())
        if options.json { return try printJSON(Answer(queued: count)) }
        print(count == 0 ? "nothing there is deferred or failed" : "\(count) queued again")
    }
}
