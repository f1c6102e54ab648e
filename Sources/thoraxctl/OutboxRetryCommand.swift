import ArgumentParser
import Control
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl outbox retry` requeues deferred or failed deliveries once the cause is fixed.
struct OutboxRetryCommand: AnsweringCommand {
    static let configuration = CommandConfiguration(
        commandName: "retry", abstract: "Retry now: one delivery, all to one destination, or all that failed.",
        discussion: "Example: thoraxctl outbox retry --destination archive")

    @OptionGroup var options: StateOptions

    @Argument(help: "Id of a deferred or failed delivery.")
    var id: Int64?

    @Option(help: "All deferred or failed deliveries to this peer.")
    var destination: String?

    @Flag(help: "All failed deliveries, to any peer.")
    var allFailed = false

    struct Answer: Codable {
        let queued: Int
    }

    func validate() throws {
        guard [id != nil, destination != nil, allFailed].count(where: { $0 }) == 1 else {
            throw ValidationError("name what to retry: an id, --destination or --all-failed")
        }
    }

    func run() throws {
        let retry: WorkListStore.Retry =
            if let id { .row(id) } else if let destination { .destination(destination) } else { .allFailed }
        let count = try Changing(options).count(.retryDeliveries(retry))
        if options.json { return try printJSON(Answer(queued: count)) }
        print(count == 0 ? "no deferred or failed deliveries" : "\(count) requeued")
    }
}
