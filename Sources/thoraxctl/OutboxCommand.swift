import ArgumentParser
import Delivery
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl outbox` shows and retries deliveries.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Show deliveries: destination, pending or failed, and why.",
        discussion: "Example: thoraxctl outbox",
        subcommands: [OutboxListCommand.self, OutboxRetryCommand.self], defaultSubcommand: OutboxListCommand.self)
}

/// `thoraxctl outbox list` prints one row per destination, then one per delivery.
struct OutboxListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List destinations and deliveries, latest change first.",
        discussion: """
            Examples:
            thoraxctl outbox
            thoraxctl outbox list --state failed --destination archive
            """)
    static let emptyNotice = "no deliveries"
    static let showsDaemonWork = true

    @OptionGroup var options: StateOptions

    @Option(help: "Only deliveries in this state; by default all except delivered.")
    var state: OutboxState?

    @Option(help: "Only deliveries to this peer.")
    var destination: String?

    @OptionGroup var listing: ListingOptions

    struct Answer: Codable {
        let destinations: [OutboxDestination]
        let deliveries: [OutboxListing]
    }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer {
        let states = state.map { [$0] } ?? Set(OutboxState.allCases).subtracting([.delivered])
        return Answer(
            destinations: try workList.outboxDestinations().filter {
                destination == nil || $0.destination == destination
            },
            deliveries: try workList.outboxListing(
                states: states, destination: destination, limit: listing.limit.rows))
    }

    func tables(of answer: Answer) -> [TextTable] { [TextTable(answer.destinations), TextTable(answer.deliveries)] }
}

extension OutboxDestination: ListingRow {
    static var columns: [Column<OutboxDestination>] {
        [
            Column("destination") { $0.destination },
            Column("pending") { $0.waiting },
            Column("deferred", colour: { $0.deferred > 0 ? .yellow : nil }) { $0.deferred },
            Column("failed", colour: { $0.failed > 0 ? .red : nil }) { $0.failed },
            Column("delivered") { $0.delivered },
            Column("oldest pending") { $0.oldestWaitingSince.map { describeAge(since: $0) } },
            Column("next attempt") { $0.nextAttempt.map(describeWait) },
            Column("last reason") { $0.lastReason },
        ]
    }
}

extension OutboxListing: ListingRow {
    static var columns: [Column<OutboxListing>] {
        [
            Column("id") { $0.id },
            Column("state", colour: \.state.colour) { $0.state.rawValue },
            Column("destination") { $0.destination },
            Column("attempt") { $0.attempt },
            Column(at: "changed") { $0.changedAt },
            Column("next attempt") { $0.notBefore.map(describeWait) },
            Column("status") { $0.status },
            Column("commitment", colour: { $0.commitment?.colour }) { $0.commitment?.rawValue },
            Column("form") { $0.form },
            Column("accession") { $0.accessionNumber },
            Column("study") { $0.studyInstanceUID },
            Column("instance") { $0.sopInstanceUID },
            Column("reason") { $0.reason },
        ]
    }
}

extension OutboxState: ExpressibleByArgument {
    /// Red if an operator must act, green if delivered.
    var colour: TextTable.Colour? {
        switch self {
        case .failed: .red
        case .delivered: .green
        case .deferred, .sending: .yellow
        case .queued: nil
        }
    }
}

extension OutboxCommitment {
    fileprivate var colour: TextTable.Colour? {
        switch self {
        case .failed, .timedOut: .red
        case .committed: .green
        case .requested: .yellow
        }
    }
}
