import ArgumentParser
import Commitment
import Foundation
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl commitment` lists the storage commitment that peers and this node requested from each other.
struct CommitmentCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "commitment",
        abstract: "List storage commitment in both directions, latest change first.",
        discussion: """
            Incoming: a peer asks this node to keep objects permanently. Outgoing: this node asks a peer to keep what \
            was delivered to it.

            Example: thoraxctl commitment
            """)
    static let emptyNotice = "no storage commitment was requested"
    static let showsDaemonWork = true

    @OptionGroup var options: StateOptions
    @OptionGroup var listing: ListingOptions

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> [CommitmentListing] {
        try workList.commitments(limit: listing.limit.rows)
    }
}

extension CommitmentListing: ListingRow {
    static var columns: [Column<CommitmentListing>] {
        [
            Column("direction") { $0.direction.rawValue },
            Column("peer") { $0.peer },
            Column("state", colour: \.state.colour) { $0.state.rawValue },
            Column("objects") { $0.instances },
            Column("committed") { $0.committed },
            Column("failed", colour: { $0.failed > 0 ? .red : nil }) { $0.failed },
            Column("attempt") { $0.attempt },
            Column("round") { $0.round },
            Column(at: "changed") { $0.changedAt },
            Column("transaction") { $0.transactionUID },
            Column("reason") { $0.reason },
        ]
    }
}

extension CommitmentTransaction.State {
    /// Red if an operator must act, green if the transaction is done.
    fileprivate var colour: TextTable.Colour? {
        switch self {
        case .failed, .timedOut: .red
        case .reported, .committed: .green
        case .reporting, .requested: .yellow
        case .waiting: nil
        }
    }
}
