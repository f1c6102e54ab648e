import FoundationEssentials
import Metrics
import WorkListDatabase

/// Counts refused tokens and throttled sign-ins by the address of the client, for the administrator. Throttled sign-ins are an
/// incident at once, because several failed before. Counting does not block.
final class WebRefusals: Sendable {
    private let refusals: RepeatedRefusals

    init(incidents: IncidentLog) { refusals = RepeatedRefusals(incidents: incidents) }

    /// - Parameters:
    ///   - reason: names a token at most, never a login: users type their password there by mistake.
    ///   - isThrottled: sign-ins came too fast, after several that failed.
    func count(_ reason: String, from address: String, isThrottled: Bool = false, at now: Date = Date()) {
        Gauge(label: "thoraxd_last_refusal_timestamp_seconds", dimensions: [("peer", "web"), ("refused", "request")])
            .record(now.timeIntervalSince1970)
        let hint =
            isThrottled
            ? "if a user forgot the password, set another with thoraxctl users password; if not, find that machine"
            : "thoraxctl tokens list shows each token's scope and end; thoraxctl tokens add makes another"
        refusals.count(reason, hint: hint, from: address, isDue: isThrottled, at: now)
    }

    /// Reports what was refused since the last report of its client. Called every few seconds; blocks.
    func report(at now: Date = Date()) {
        refusals.report(at: now) { count, address in
            "\(count) web request\(count == 1 ? "" : "s") from \(address) refused"
        }
    }
}
