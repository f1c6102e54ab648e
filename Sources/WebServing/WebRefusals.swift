import FoundationEssentials
import Metrics
import Synchronization
import WorkListDatabase

/// Refused tokens and throttled sign-ins, by the address of the client. An address that is refused more than once, or whose
/// sign-ins are throttled, is an incident, once an hour, with the latest reason. Counting does not block.
final class WebRefusals: Sendable {
    private struct Client {
        var count = 0
        var isThrottled = false
        var reason = ""
        var refusedAt = Date.distantPast
        var reportedAt = Date.distantPast
    }

    private static let pause: TimeInterval = 3600
    /// Limit on the clients that are counted.
    private static let clientLimit = 256

    private let clients = Mutex<[String: Client]>([:])
    private let incidents: IncidentLog

    init(incidents: IncidentLog) { self.incidents = incidents }

    /// - Parameters:
    ///   - reason: names a token at most, never a login: users type their password there by mistake.
    ///   - isThrottled: sign-ins came too fast, after several that failed.
    func count(_ reason: String, from address: String, isThrottled: Bool = false, at now: Date = Date()) {
        Gauge(label: "thoraxd_last_refusal_timestamp_seconds", dimensions: [("peer", "web"), ("refused", "request")])
            .record(now.timeIntervalSince1970)
        clients.withLock { clients in
            guard clients[address] != nil || clients.count < Self.clientLimit else { return }
            var client = clients[address] ?? Client()
            client.count += 1
            client.isThrottled = client.isThrottled || isThrottled
            client.reason = reason
            client.refusedAt = now
            clients[address] = client
        }
    }

    /// Reports what was refused since the last report of its client. Called every few seconds; blocks.
    func report(at now: Date = Date()) {
        let due = clients.withLock { clients in
            let due = clients.filter { _, client in
                // A report in the future is of a clock that has been set back.
                let wasReported = client.reportedAt > now - Self.pause && client.reportedAt <= now
                return (client.count > 1 || client.isThrottled) && !wasReported
            }
            for address in due.keys {
                clients[address]?.count = 0
                clients[address]?.isThrottled = false
                clients[address]?.reportedAt = now
            }
            // Clients without a refusal in the last hour are forgotten, so that the limit leaves room for others.
            clients = clients.filter { _, client in
                let latest = max(client.refusedAt, client.reportedAt)
                return latest > now - Self.pause && latest < now + Self.pause
            }
            return due
        }
        for (address, client) in due.sorted(by: { $0.key < $1.key }) {
            incidents.report(
                "\(client.count) web request\(client.count == 1 ? "" : "s") from \(address) refused; the latest: "
                    + client.reason,
                hint: client.isThrottled
                    ? "if a user forgot the password, set another with thoraxctl users password; if not, find that machine"
                    : "thoraxctl tokens list shows each token's scope and end; thoraxctl tokens add makes another")
        }
    }
}
