import DICOMCore
import DICOMServices
import FoundationEssentials
import HTTPListening
import Logging
import Metrics
import Monitoring
import Platform
import Reporting
import ThoraxConfiguration
import WorkList
import WorkListDatabase

extension DaemonConfiguration {
    /// Records metrics in a registry from now on; nil if metrics are off.
    ///
    /// Call it once in a process, before anything is recorded.
    func countFronts() -> MetricsRegistry? {
        guard metricsPort != nil else { return nil }
        let registry = MetricsRegistry()
        MetricsSystem.bootstrap(registry)
        return registry
    }

    /// Serves metrics and health; nil if no port is set. An address that cannot be used does not stop the daemon.
    ///
    /// - Parameters:
    ///   - heartbeats: heartbeats of the main loops.
    ///   - certificates: when each of our certificates expires; nil without one.
    ///   - registry: what `countFronts` returned.
    func startMonitoring(
        of node: DICOMNode, _ supervisor: ReporterSupervisor, _ heartbeats: [Heartbeat], _ workList: WorkListStore,
        certificates: KeyValuePairs<String, @Sendable () -> Date?>, _ registry: MetricsRegistry?, logger: Logger
    ) async throws -> WebListener? {
        guard let registry, let port = metricsPort else { return nil }
        let parts = MonitoredParts(
            workList: workList, reserveBytes: reserveMegabytes << 20, isListening: { node.isServing },
            whyNoDrafts: { supervisor.condition.whyNoDrafts },
            stuckLoops: { heartbeats.filter { $0.silence() > MachineWatch.longestSilence }.map(\.name) },
            certificateExpiry: { certificates.compactMap { $0.value() }.min() },
            version: Implementation.versionName, model: supervisor.model ?? "none")
        let monitor = try Monitor(parts, registry: registry, logger: logger)
        let address = metricsAddress
        return await WebListener(of: "monitoring", incidents: IncidentLog("metrics", in: workList, logger: logger)) {
            let server = try await WebServer.start(address: address, port: port, monitor: monitor, logger: logger)
            logger.info("metrics and health", metadata: ["address": "\(address)", "port": "\(server.port)"])
            return server
        }
    }
}

extension ReporterSupervisor.Condition {
    /// Why nothing is drafted; nil while drafting works.
    fileprivate var whyNoDrafts: String? {
        switch self {
        case .ready: nil
        case .starting: "the reporter process is starting"
        case .failing(let reason, let times): "\(reason), \(times) times in a row"
        }
    }
}
