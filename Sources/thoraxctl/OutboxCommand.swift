import ArgumentParser
import Daemon
import Delivery
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl outbox`: what waits for whom, what failed and why.
struct OutboxCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "outbox", abstract: "Show what is delivered to whom, what waits, what failed and why.",
        subcommands: [OutboxListCommand.self, OutboxRetryCommand.self], defaultSubcommand: OutboxListCommand.self)
}

/// `thoraxctl outbox list`: one row for each destination, then one for each delivery.
struct OutboxListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List destinations and deliveries, latest change first.")

    @OptionGroup var options: StateOptions

    @Option(help: "Only deliveries in this state: \(OutboxState.allCases.map(\.rawValue).joined(separator: ", ")).")
    var state: OutboxState?

    @Option(help: "Only what is for this peer.")
    var destination: String?

    @Option(help: "Deliveries to show.")
    var limit = 50

    /// What `--json` prints.
    struct Outbox: Codable {
        let destinations: [OutboxDestination]
        let deliveries: [OutboxListing]
    }

    func run() throws {
        let configuration = try options.configuration()
        let workList = try options.workList(of: configuration)
        // What is delivered is the most and the least asked for.
        let states = state.map { [$0] } ?? Set(OutboxState.allCases).subtracting([.delivered])
        let outbox = Outbox(
            destinations: try workList.outboxDestinations().filter {
                destination == nil || $0.destination == destination
            },
            deliveries: try workList.outboxListing(states: states, destination: destination, limit: limit))
        if options.json { return try printJSON(outbox) }
        options.downNotice(configuration).map { print($0) }
        Self.table(of: outbox.destinations).lines.forEach { print($0) }
        guard !outbox.deliveries.isEmpty else { return }
        print()
        Self.table(of: outbox.deliveries).lines.forEach { print($0) }
    }

    private static func table(of destinations: [OutboxDestination]) -> TextTable {
        var table = TextTable([
            "destination", "waiting", "deferred", "failed", "delivered", "oldest waits", "next attempt", "last reason",
        ])
        for each in destinations {
            table.add([
                (each.destination, nil), ("\(each.waiting)", nil),
                ("\(each.deferred)", each.deferred > 0 ? .yellow : nil),
                ("\(each.failed)", each.failed > 0 ? .red : nil),
                ("\(each.delivered)", nil), (each.oldestWaitingSince.map { describeAge(since: $0) } ?? "", nil),
                (each.nextAttempt.map(describeWait) ?? "", nil), (each.lastReason ?? "", nil),
            ])
        }
        return table
    }

    private static func table(of deliveries: [OutboxListing]) -> TextTable {
        var table = TextTable([
            "id", "state", "destination", "try", "changed", "next attempt", "status", "commitment", "instance",
            "reason",
        ])
        for each in deliveries {
            table.add([
                ("\(each.id)", nil), (each.state.rawValue, each.state.colour), (each.destination, nil),
                ("\(each.attempt)", nil), (describeAge(since: each.changedAt) + " ago", nil),
                (each.notBefore.map(describeWait) ?? "", nil), (each.status ?? "", nil),
                (each.commitment?.rawValue ?? "", each.commitment?.colour), (each.sopInstanceUID, nil),
                (each.reason ?? "", nil),
            ])
        }
        return table
    }
}

extension OutboxState: ExpressibleByArgument {
    /// Red for what needs a person, green for what is done.
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

/// How long until a time: `now` where it has come.
private func describeWait(until date: Date) -> String {
    date <= .now ? "now" : "in " + describeAge(since: .now, now: date)
}
