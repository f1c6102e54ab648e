import ArgumentParser
import Commitment
import Foundation
import WorkList
import WorkListDatabase

/// `thoraxctl commitment`: who was promised what, and what was promised to this node.
struct CommitmentCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "commitment",
        abstract: "List storage commitment in both directions, latest change first.",
        discussion: """
            Incoming: a peer asks this node to keep objects for good. Outgoing: this node asks a peer to keep what was \
            delivered to it.
            """)

    @OptionGroup var options: StateOptions

    @Option(help: "Transactions to show.")
    var limit = 50

    func run() throws {
        let commitments = try options.workList(of: options.configuration()).commitments(limit: limit)
        if options.json { return try printJSON(commitments) }
        guard !commitments.isEmpty else { return print("nobody has asked for storage commitment") }
        var table = TextTable([
            "direction", "peer", "state", "objects", "kept", "not kept", "try", "round", "changed", "transaction",
            "reason",
        ])
        for each in commitments {
            table.add([
                (each.direction.rawValue, nil), (each.peer, nil), (each.state.rawValue, each.state.colour),
                ("\(each.instances)", nil), ("\(each.committed)", nil),
                ("\(each.failed)", each.failed > 0 ? .red : nil), ("\(each.attempt)", nil), ("\(each.round)", nil),
                (describeAge(since: each.changedAt) + " ago", nil), (each.transactionUID, nil),
                (each.reason ?? "", nil),
            ])
        }
        table.lines.forEach { print($0) }
    }
}

extension CommitmentTransaction.State {
    /// Red for what needs a person, green for what is done.
    fileprivate var colour: TextTable.Colour? {
        switch self {
        case .failed, .timedOut: .red
        case .reported, .committed: .green
        case .reporting, .requested: .yellow
        case .waiting: nil
        }
    }
}
