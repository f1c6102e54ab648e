import Administration
import ArgumentParser
import DICOMNetwork
import Foundation
import Logging
import ThoraxConfiguration
import WorkListDatabase

/// `thoraxctl peers`: the DICOM nodes that the daemon knows.
struct PeersCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "peers", abstract: "Show configured peers and all callers; add a caller to the configuration.",
        discussion: "Example: thoraxctl peers",
        subcommands: [PeersListCommand.self, PeersAddCommand.self], defaultSubcommand: PeersListCommand.self)
}

/// `thoraxctl peers` shows the configured peers, all callers, and why callers were refused.
struct PeersListCommand: ListingCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Show configured peers and all callers; print configuration entries for unknown callers.",
        discussion: """
            --echo sends a C-ECHO from this program to every configured peer that has a host; the exit code is 2 if one \
            does not answer.

            Example: thoraxctl peers list --echo
            """)
    static let emptyNotice = "no peers configured"

    @OptionGroup var options: StateOptions

    @Flag(help: "Send a C-ECHO to each configured peer that has a host.")
    var echo = false

    struct Answer: Codable {
        /// `refuse` or `learn`.
        let unknownPeers: String
        let peers: [PeerRow]
        let unknownCallers: [Caller]

        /// - Parameter echo: calls a peer; nil if the peer was not called.
        init(
            _ callers: [Caller], _ configuration: DaemonConfiguration, echo: (Peer) -> EchoResult? = { _ in nil }
        ) {
            let directory = PeerDirectory(configuration.peers)
            unknownPeers = configuration.unknownPeers.rawValue
            peers = configuration.peers.map { peer in
                PeerRow(peer, callers: callers.filter { directory.peer($0) == peer }, echo: echo(peer))
            }
            unknownCallers = callers.filter { directory.peer($0) == nil }
        }
    }

    func answer(from workList: WorkListStore, _ configuration: DaemonConfiguration) throws -> Answer {
        let requestor = try !echo ? nil : configuration.requestor(logger: Logger(label: "thoraxctl"))
        return Answer(try workList.callers(), configuration) { peer in
            peer.host == nil ? nil : requestor.map { EchoResult(calling: peer, by: $0) }
        }
    }

    func isFinding(_ answer: Answer) -> Bool { answer.peers.contains { $0.echo?.isReachable == false } }

    func tables(of answer: Answer) -> [TextTable] {
        [
            TextTable(answer.peers, columns: echo ? PeerRow.calledColumns : PeerRow.columns),
            TextTable(answer.unknownCallers),
        ]
    }

    func show(_ report: Answer) {
        if report.unknownPeers == UnknownPeers.learn.rawValue {
            print(TextTable.paint("learn mode: unknown callers may store, query and retrieve", .yellow) + "\n")
        }
        let tables = tables(of: report)
        print(tables[0].isEmpty ? Self.emptyNotice : tables[0].text)
        for row in report.peers { row.echo?.hint.map { print(TextTable.paint("\(row.name): \($0)", .grey)) } }
        guard !report.unknownCallers.isEmpty else { return print("\nno unknown callers") }
        print("\nunknown callers\n\(tables[1].text)")
        let entries = PeerEntry.entries(of: report.unknownCallers, besides: Set(report.peers.map(\.name))) {
            describeTime($0.lastSeenAt)
        }
        guard !entries.isEmpty else { return }
        let text = options.configurationFile.flatMap { try? ConfigurationReading.text(of: $0) }
        print("\nto make one a peer: thoraxctl peers add NAME --from-caller TITLE")
        let form = PeerListForm(in: text)
        switch form {
        case .lines: print("or add the entries that you trust below peers: in the configuration, and reload\n")
        case .absent:
            print("or add this, with the entries that you trust, at the end of the configuration, and reload\n")
        case .empty(let line):
            print(
                "or put this, with the entries that you trust, in place of line \(line) of the configuration, and reload\n"
            )
        case .brackets: return
        }
        if form != .lines { print("peers:") }
        for entry in entries {
            print(entry.yaml.split(whereSeparator: \.isNewline).map { "  " + $0 }.joined(separator: "\n"))
        }
    }
}
