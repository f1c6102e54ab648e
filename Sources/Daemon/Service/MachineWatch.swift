import FoundationEssentials
import Logging
import Platform
import Synchronization
import WorkListDatabase

/// Watches what no part of the daemon meets by itself: a certificate that ends, a clock that is set, a loop that stands still.
final class MachineWatch: Sendable {
    /// A certificate that expires sooner is an incident.
    static let notice: TimeInterval = 30 * 86_400
    /// The clock is slewed by less than this, and set by more.
    static let step: TimeInterval = 5
    /// Time without progress after which a loop counts as stuck.
    static let longestSilence = Duration.seconds(60)

    private let incidents: IncidentLog
    private let heartbeats: [Heartbeat]
    private let certificateExpiry: @Sendable () -> Date?
    private let expiring: RepeatedCondition
    private let stuck: RepeatedCondition
    /// What the clock showed when the machine had been up for no time.
    private let origin = Mutex<Date?>(nil)
    private static let start = ContinuousClock.now

    /// - Parameter certificateExpiry: when the certificate of the TLS port expires; nil without one.
    init(
        _ heartbeats: [Heartbeat], certificateExpiry: @escaping @Sendable () -> Date?, workList: WorkListStore,
        logger: Logger
    ) {
        self.heartbeats = heartbeats
        self.certificateExpiry = certificateExpiry
        incidents = IncidentLog("machine", in: workList, logger: logger)
        expiring = RepeatedCondition(in: incidents, end: "the certificate was replaced")
        stuck = RepeatedCondition(in: incidents, end: "every loop moves again")
    }

    /// Looks once; blocks.
    ///
    /// - Parameter uptime: time that passed, whatever the clock shows.
    func look(at now: Date = Date(), uptime: Duration = ContinuousClock.now - start) {
        lookAtClock(now, uptime / .seconds(1))
        lookAtCertificate(now)
        let still = heartbeats.filter { $0.silence() > Self.longestSilence }.map(\.name)
        guard !still.isEmpty else { return stuck.isOver() }
        stuck.isMet(
            "no progress for \(Self.longestSilence.components.seconds) s: \(still.joined(separator: ", "))",
            hint: "check for a disk or a peer that hangs; if it goes on, restart thoraxd")
    }

    private func lookAtClock(_ now: Date, _ uptime: TimeInterval) {
        let found = now - uptime
        let change = origin.withLock { origin in
            defer { origin = found }
            return origin.map { found.timeIntervalSince($0) } ?? 0
        }
        guard abs(change) >= Self.step else { return }
        incidents.report(
            "the clock was set \(change > 0 ? "forward" : "back") by \(Int(abs(change).rounded())) s",
            hint: "check it with timedatectl: reports and the audit trail have its time")
    }

    private func lookAtCertificate(_ now: Date) {
        guard let expiry = certificateExpiry(), expiry < now + Self.notice else { return expiring.isOver() }
        expiring.isMet(
            "the certificate of the TLS port expires at \(expiry.formatted(.iso8601))",
            hint: "replace the files of dicom.tls before then; no restart is needed")
    }
}
