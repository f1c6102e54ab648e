import Auditing
import DICOMNetwork
import DICOMServices
import FoundationEssentials
import HTTPListening
import Logging
import Platform
import WorkListDatabase

/// Watches for a certificate that expires, a clock that is set, and a loop or a lane that makes no progress.
final class MachineWatch: Sendable {
    /// A certificate that expires sooner is an incident.
    static let notice: TimeInterval = 30 * 86_400
    /// The clock is slewed by less than this, and set by more.
    static let step: TimeInterval = 5
    /// Time without progress after which a loop counts as stuck.
    static let longestSilence = Duration.seconds(60)
    /// Time without progress after which a lane counts as stuck: longer than every wait for a peer.
    static let longestSilenceOfLane = Duration.seconds(900)

    private let incidents: IncidentLog
    private let heartbeats: [Heartbeat]
    private let certificates: [Certificate]
    private let stuck: RepeatedCondition
    private let silence: @Sendable (Duration) -> [String]
    private let silentLanes: RepeatedCondition
    private let steps = ClockSteps()

    /// A certificate of a listener of this daemon.
    private struct Certificate: Sendable {
        /// The section of the configuration that names its files.
        let section: String
        let expiry: @Sendable () -> Date?
        let expiring: RepeatedCondition
    }

    /// - Parameters:
    ///   - lanes: the names of lanes that have made no progress for longer than this.
    ///   - certificates: when each of our certificates expires, by the section of the configuration that names its files; nil
    ///     without one.
    init(
        _ heartbeats: [Heartbeat], lanes: @escaping @Sendable (Duration) -> [String] = { _ in [] },
        certificates: KeyValuePairs<String, @Sendable () -> Date?>,
        workList: WorkListStore, logger: Logger
    ) {
        let incidents = IncidentLog("machine", in: workList, logger: logger)
        self.heartbeats = heartbeats
        silence = lanes
        silentLanes = RepeatedCondition(in: incidents, end: "all lanes make progress again")
        self.incidents = incidents
        self.certificates = certificates.map { section, expiry in
            Certificate(
                section: section, expiry: expiry,
                expiring: RepeatedCondition(in: incidents, end: "the certificate of \(section) was replaced"))
        }
        stuck = RepeatedCondition(in: incidents, end: "all loops make progress again")
    }

    /// When each certificate of the daemon expires: of its listeners, and of its calls to peers and the collector.
    static func certificates(
        of node: DICOMNode, _ requestor: AssociationRequestor, _ web: ServerCertificate?, _ collector: SyslogLane?
    ) -> KeyValuePairs<String, @Sendable () -> Date?> {
        [
            "dicom.tls": { node.certificateExpiry ?? requestor.certificateExpiry }, "web.tls": { web?.expiry },
            "audit.syslog": { collector?.certificateExpiry },
        ]
    }

    /// Runs one check; blocks.
    ///
    /// - Parameter uptime: time on a clock that is never set.
    func look(at now: Date = Date(), uptime: Duration = ClockSteps.uptime) {
        lookAtClock(now, uptime)
        for certificate in certificates { look(at: certificate, now) }
        lookAtLanes()
        let still = heartbeats.filter { $0.silence() > Self.longestSilence }.map(\.name)
        guard !still.isEmpty else { return stuck.isOver() }
        stuck.isMet(
            "no progress for \(Self.longestSilence.components.seconds) s: \(still.joined(separator: ", "))",
            hint: "check for a disk or a peer that hangs; if it goes on, restart thoraxd")
    }

    /// - Parameter limit: time without progress after which a lane counts as stuck.
    func lookAtLanes(limit: Duration = longestSilenceOfLane) {
        let silent = silence(limit)
        guard !silent.isEmpty else { return silentLanes.isOver() }
        silentLanes.isMet(
            "no progress for \(limit.components.seconds / 60) min in the lane \(silent.joined(separator: ", "))",
            hint: "thoraxctl peers --echo shows whether the peer answers, thoraxctl outbox what waits; if it goes on, "
                + "restart thoraxd")
    }

    private func lookAtClock(_ now: Date, _ uptime: Duration) {
        let change = steps.next(at: now, uptime: uptime)
        guard abs(change) >= Self.step else { return }
        incidents.report(
            "the clock was set \(change > 0 ? "forward" : "back") by \(Int(abs(change).rounded())) s",
            hint: "check it with timedatectl: reports and the audit trail have its time")
    }

    private func look(at certificate: Certificate, _ now: Date) {
        guard let expiry = certificate.expiry(), expiry < now + Self.notice else {
            return certificate.expiring.isOver()
        }
        certificate.expiring.isMet(
            "the certificate of \(certificate.section) expires at \(expiry.formatted(.iso8601))",
            hint: "replace its files before then; no restart is needed")
    }
}
