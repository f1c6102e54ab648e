import ArgumentParser
import DICOMNetwork
import Daemon
import Foundation
import Logging
import ThoraxConfiguration
import WorkList
import WorkListDatabase

/// `thoraxctl peers`: whom this node knows, who called, and why those who were refused were.
struct PeersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers",
        abstract: "Show the configured peers and everybody who called; print entries for those not configured.",
        discussion: "--echo calls every configured peer that has a host with a C-ECHO, from this program.")

    @OptionGroup var options: StateOptions

    @Flag(help: "Call each configured peer that has a host.")
    var echo = false

    /// What `--json` prints.
    struct Report: Codable {
        /// `refuse` or `learn`.
        let unknownPeers: String
        let peers: [PeerRow]
        let unknownCallers: [Caller]
    }

    func run() throws {
        let configuration = try options.configuration()
        let callers = try options.workList(of: configuration).callers()
        let directory = PeerDirectory(configuration.peers)
        let requestor = try !echo ? nil : configuration.requestor(logger: Logger(label: "thoraxctl"))
        let report = Report(
            unknownPeers: configuration.unknownPeers.rawValue,
            peers: configuration.peers.map { peer in
                PeerRow(
                    peer, callers: callers.filter { directory.peer($0) == peer },
                    echo: peer.host == nil ? nil : requestor.map { EchoResult(calling: peer, by: $0) })
            },
            unknownCallers: callers.filter { directory.peer($0) == nil })
        if options.json { try printJSON(report) } else { show(report) }
    }

    private func show(_ report: Report) {
        if report.unknownPeers == UnknownPeers.learn.rawValue {
            print(TextTable.paint("learn mode: unknown callers may store, query and retrieve", .yellow) + "\n")
        }
        if report.peers.isEmpty { print("no peer is configured") } else { show(report.peers) }
        guard !report.unknownCallers.isEmpty else { return print("\nnobody else called") }
        print("\nunknown callers")
        var table = TextTable(["title", "address", "last seen", "accepted", "refused", "stored", "last refusal"])
        for caller in report.unknownCallers {
            table.add([
                (caller.callingAETitle.isEmpty ? "(none)" : caller.callingAETitle, nil), (caller.address, nil),
                ("\(describeAge(since: caller.lastSeenAt)) ago", nil), ("\(caller.accepted)", nil),
                ("\(caller.refused)", nil), ("\(caller.stored)", nil), (caller.refusal ?? "", .red),
            ])
        }
        table.lines.forEach { print($0) }
        let entries = report.unknownCallers.compactMap(PeerEntry.init)
        guard !entries.isEmpty else { return }
        print("\nto make them peers, add to the configuration what you trust of\n\npeers:")
        entries.forEach { print($0.yaml) }
    }

    private func show(_ peers: [PeerRow]) {
        var header = ["peer", "title", "calls from", "called at", "last seen", "accepted", "refused", "stored"]
        header += echo ? ["echo"] : ["last refusal"]
        var table = TextTable(header)
        for row in peers {
            let last: (String, TextTable.Colour?) =
                echo ? (row.echo?.text ?? "not called", row.echo?.colour ?? .grey) : (row.lastRefusal ?? "", .red)
            table.add([
                (row.name, nil), (row.aeTitle, nil),
                (row.addresses.isEmpty ? "anywhere" : row.addresses.joined(separator: " "), nil),
                (row.calledAt ?? "", nil), (row.lastSeenAt.map { "\(describeAge(since: $0)) ago" } ?? "never", nil),
                ("\(row.accepted)", nil), ("\(row.refused)", nil), ("\(row.stored)", nil), last,
            ])
        }
        table.lines.forEach { print($0) }
        for row in peers { row.echo?.hint.map { print(TextTable.paint("\(row.name): \($0)", .grey)) } }
    }
}
