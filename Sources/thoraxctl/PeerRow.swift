import DICOMCore
import DICOMNetwork
import Foundation
import WorkListDatabase

/// A configured peer and the statistics of its calls.
struct PeerRow: ListingRow {
    let name: String
    let aeTitle: String
    let addresses: [String]
    let calledAt: String?
    let usesTLS: Bool
    let permissions: [String]
    let lastSeenAt: Date?
    let accepted: Int
    let refused: Int
    let stored: Int
    let lastRefusal: String?
    let lastRefusedAt: Date?
    let echo: EchoResult?

    /// - Parameter callers: all callers that match this peer, from any address.
    init(_ peer: Peer, callers: [Caller], echo: EchoResult?) {
        name = peer.name
        aeTitle = peer.aeTitle.description
        addresses = peer.addresses.map(\.description)
        calledAt = peer.host.map { "\($0):\(peer.port)" + (peer.usesTLS ? " TLS" : "") }
        usesTLS = peer.usesTLS
        permissions = Peer.Permission.allCases.filter(peer.permissions.contains).map(\.rawValue)
        lastSeenAt = callers.map(\.lastSeenAt).max()
        accepted = callers.map(\.accepted).reduce(0, +)
        refused = callers.map(\.refused).reduce(0, +)
        stored = callers.map(\.stored).reduce(0, +)
        let last = callers.filter { $0.refusedAt != nil }.max {
            ($0.refusedAt ?? .distantPast) < ($1.refusedAt ?? .distantPast)
        }
        lastRefusal = last?.refusal
        lastRefusedAt = last?.refusedAt
        self.echo = echo
    }

    static var columns: [Column<PeerRow>] {
        knownColumns + [Column("last refusal", colour: { _ in .red }) { $0.lastRefusal }]
    }

    /// The columns if each peer was called with a C-ECHO.
    static var calledColumns: [Column<PeerRow>] {
        knownColumns + [Column("echo", colour: { $0.echo?.colour ?? .grey }) { $0.echo?.text ?? "not called" }]
    }

    private static var knownColumns: [Column<PeerRow>] {
        [
            Column("peer") { $0.name },
            Column("title") { $0.aeTitle },
            Column("calls from") { $0.addresses.isEmpty ? "anywhere" : $0.addresses.joined(separator: " ") },
            Column("called at") { $0.calledAt },
            Column("last seen") { $0.lastSeenAt.map { describeTime($0) } ?? "never" },
            Column("accepted") { $0.accepted },
            Column("refused") { $0.refused },
            Column("stored") { $0.stored },
        ]
    }
}

extension Caller: ListingRow {
    static var columns: [Column<Caller>] {
        [
            Column("title") { $0.callingAETitle.isEmpty ? "(none)" : $0.callingAETitle },
            Column("address") { $0.address },
            Column(at: "last seen") { $0.lastSeenAt },
            Column("accepted") { $0.accepted },
            Column("refused") { $0.refused },
            Column("stored") { $0.stored },
            Column("last refusal", colour: { _ in .red }) { $0.refusal },
        ]
    }
}

/// How a peer answered a C-ECHO.
struct EchoResult: Codable {
    let isReachable: Bool
    let text: String
    let hint: String?

    var colour: TextTable.Colour { isReachable ? .green : .red }

    /// Sends a C-ECHO to the peer with the daemon's AE title.
    init(calling peer: Peer, by requestor: AssociationRequestor) {
        do throws(NetworkError) {
            let clock = ContinuousClock()
            let start = clock.now
            let status = try requestor.verify(peer)
            let took = (clock.now - start) / .milliseconds(1)
            isReachable = status == .success
            text = isReachable ? "answers in \(Int(took.rounded(.up))) ms" : "answers with status \(status)"
            hint = isReachable ? nil : "see the log of the peer"
        } catch {
            isReachable = false
            text = error.description
            hint = error.hint
        }
    }
}

extension PeerDirectory {
    /// The peer that a caller matches in the current configuration.
    func peer(_ caller: Caller) -> Peer? {
        AETitle(caller.callingAETitle).flatMap { peer(calling: $0, from: caller.address) }
    }
}
