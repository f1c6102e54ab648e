import Commitment
import Control
import DICOMNetwork
import DICOMServices
import Delivery
import FoundationEssentials
import Logging
import Platform
import Reporting
import Retention
import ServiceLifecycle
import Synchronization
import ThoraxConfiguration
import UnixSignals
import WebServing
import WorkList
import WorkListDatabase

/// Reads the configuration again at each SIGHUP and applies the reloadable keys without closing associations.
struct Reloading: Service {
    /// The parts that a reload configures again.
    struct Parts: Sendable {
        let level: LogLevel
        let peers: PeerDirectory
        let delivery: DeliveryService
        let commitment: StorageCommitment
        let supervisor: ReporterSupervisor
        let retention: RetentionSweep
        let desk: ChangeDesk
        let web: CurrentWebSettings

        /// Whether every part works with its latest configuration.
        var haveSettled: Bool { delivery.lanes.hasSettled && commitment.lanes.hasSettled && supervisor.hasSettled }
    }

    /// How long to wait for work under the previous configuration: longer than a study or a delivery takes.
    private static let patience = Duration.seconds(300)

    /// Names the incident of a file that cannot be used.
    private static let faultyFile = "configuration"

    private let read: @Sendable () throws -> DaemonConfiguration
    private let parts: Parts
    private let workList: WorkListStore
    private let notification: ServiceNotification?
    private let readiness: ServiceReadiness
    private let logger: Logger
    private let signals: UnixSignalsSequence
    private let current: CurrentConfiguration

    /// Catches signals from here on.
    init(
        _ configuration: DaemonConfiguration, read: @escaping @Sendable () throws -> DaemonConfiguration, parts: Parts,
        report: RunningReport, workList: WorkListStore, notification: ServiceNotification?, readiness: ServiceReadiness,
        logger: Logger
    ) async {
        self.read = read
        self.parts = parts
        self.workList = workList
        self.notification = notification
        self.readiness = readiness
        self.logger = logger
        current = CurrentConfiguration(configuration, report)
        signals = await UnixSignalsSequence(trapping: .sighup)
    }

    func run() async throws {
        try await onThread { [self] in writeReport() }
        var settling: Task<Void, any Error>?
        for await _ in signals.cancelOnGracefulShutdown() {
            // A peer that blocks its lane does not block the next reload.
            settling?.cancel()
            _ = await settling?.result
            try await onThread { [self] in reload() }
            settling = Task { try await settle() }
        }
        settling?.cancel()
        _ = await settling?.result
    }

    /// Runs blocking work on a thread; a system that has none delays it and does not end the daemon.
    private func onThread(_ body: @escaping @Sendable () -> Void) async throws {
        try await OwnedThread.runEventually(name: "reload", unless: { false }, body) { [logger] error in
            logger.error("\(error)", metadata: ["hint": "\(error.hint)"])
        }
    }

    /// Waits until no part uses the previous configuration, then cancels what is pending for removed peers.
    private func settle() async throws {
        let end = ContinuousClock.now + Self.patience
        while !parts.haveSettled, ContinuousClock.now < end { try await Task.sleep(for: .milliseconds(50)) }
        try await OwnedThread.run(name: "reload") { giveUpWhatIsGone() }
    }

    private func reload() {
        // A reload during the start must not say that the daemon is ready: the service report does, once it is.
        let isReady = readiness.isReady
        if isReady { tell(.reloading) }
        defer { if isReady { tell(.ready) } }
        do {
            let read = try read()
            let next = current.value.applying(read)
            current.value = next
            writeReport()
            parts.level.value = Logger.Level(rawValue: next.logLevel) ?? .info
            parts.peers.replace(with: next.peers, unknown: next.unknownPeers)
            parts.delivery.lanes.change(to: next.peers)
            parts.commitment.lanes.change(to: next.peers)
            parts.retention.change(to: next.retentionPolicy)
            parts.desk.change(to: next.changes)
            parts.web.value = next.webSettings
            parts.supervisor.change(to: next.reporterProcess(logLevel: parts.level.value))
            logger.notice(
                "configuration read again", metadata: ["peers": "\(next.peers.map(\.name).joined(separator: ", "))"])
            let late = next.keysDiffering(from: read)
            if !late.isEmpty {
                logger.warning(
                    "needs a restart: \(late.joined(separator: ", "))",
                    metadata: ["hint": "the previous values stay in use until then"])
            }
            incidents.close(Self.faultyFile)
            next.warnOfLearning(logger)
        } catch {
            incidents.close(Self.faultyFile)
            incidents.report("keeping the previous configuration", error, cause: .condition(Self.faultyFile))
        }
    }

    private var incidents: IncidentLog { IncidentLog("configuration", in: workList, logger: logger) }

    /// Opens the ports of the node that are closed and due, and writes down which are open. Blocks.
    ///
    /// - Returns: how long until the next attempt is due.
    func openPorts(of node: DICOMNode) -> Duration {
        let wait = node.openPorts()
        if current.note(ports: node.openPortNumbers) { writeReport() }
        return wait
    }

    /// Writes down what is in use, for `thoraxctl status`.
    private func writeReport() {
        do {
            try current.withReport { try $0.write(to: workList.files.stateDirectory) }
        } catch {
            logger.error("cannot write down what is in use: \(error)")
        }
    }

    private func giveUpWhatIsGone() {
        do {
            try parts.delivery.giveUpOthers()
            try parts.commitment.giveUpOthers()
        } catch {
            logger.error("cannot cancel deliveries to removed peers: \(error)")
        }
    }

    private func tell(_ message: ServiceNotification.Message) {
        do throws(PlatformError) {
            try notification?.send([message])
        } catch {
            logger.error("cannot notify systemd: \(error)", metadata: ["hint": "\(error.hint)"])
        }
    }
}

/// The configuration in effect, and the report of it.
private final class CurrentConfiguration: Sendable {
    private let state: Mutex<(configuration: DaemonConfiguration, report: RunningReport)>

    init(_ configuration: DaemonConfiguration, _ report: RunningReport) { state = Mutex((configuration, report)) }

    /// Only one thread at a time has the report, so that an older one never replaces a newer one.
    func withReport(_ body: (RunningReport) throws -> Void) throws { try state.withLock { try body($0.report) } }

    /// - Returns: whether other ports are open now.
    func note(ports: (plain: UInt16?, secure: UInt16?)) -> Bool { state.withLock { $0.report.note(ports: ports) } }

    var value: DaemonConfiguration {
        get { state.withLock { $0.configuration } }
        set {
            state.withLock { state in
                state.configuration = newValue
                state.report.use(newValue)
            }
        }
    }
}
