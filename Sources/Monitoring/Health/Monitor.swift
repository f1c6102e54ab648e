import FoundationEssentials
package import Logging
import Platform
import WorkList
import WorkListDatabase

/// Provides metrics and health. The work list is read at most every five seconds, however many clients ask.
package final class Monitor: Sendable {
    private let parts: MonitoredParts
    private let registry: MetricsRegistry
    private let rows: CachedReading<[MetricFamily]>
    private let checks: CachedReading<Readiness>

    private static let maximumAge = Duration.seconds(5)
    /// Longer than a writer waits for the work list, but shorter than the scrape timeout of Prometheus.
    private static let patience = Duration.seconds(8)

    /// - Parameter registry: holds the metrics recorded through swift-metrics.
    package init(_ parts: MonitoredParts, registry: MetricsRegistry, logger: Logger) throws {
        self.parts = parts
        self.registry = registry
        let workListMetrics = try WorkListMetrics(parts.workList)
        let outage = RepeatedCondition(logger: logger, end: "reading the work list for metrics again")
        rows = CachedReading(name: "metrics", maximumAge: Self.maximumAge, patience: Self.patience) {
            let clock = ContinuousClock()
            let start = clock.now
            do {
                let families = try workListMetrics.families(at: Date())
                outage.isOver()
                return families + [
                    MetricFamily(MetricList.readable, 1),
                    MetricFamily(MetricList.readSeconds, (clock.now - start) / .seconds(1)),
                ]
            } catch {
                outage.isMet("cannot read the work list for metrics", error)
                return [MetricFamily(MetricList.readable, 0)]
            }
        }
        let readinessChecks = ReadinessChecks(parts)
        checks = CachedReading(
            name: "readiness", maximumAge: Self.maximumAge, patience: Self.patience, read: readinessChecks.run)
    }

    /// Whether the daemon can do its work.
    package func readiness() async -> Readiness { await checks.value() ?? ReadinessChecks.noAnswer }

    /// Loops that make no progress; a daemon with one of them should be restarted.
    package var stuckLoops: [String] { parts.stuckLoops() }

    /// Every metric, in the text format of Prometheus.
    package func metricsText() async -> String {
        let rows = await rows.value() ?? [MetricFamily(MetricList.readable, 0)]
        let failing = Set(await readiness().failures.map(\.check))
        let ready = MetricFamily(
            MetricList.ready, by: "check", ReadinessChecks.names.map { ($0, failing.contains($0) ? 0 : 1) })
        return ExpositionText.text(of: registry.families + rows + [ready] + disk + certificate + processes)
    }

    private var disk: [MetricFamily] {
        let reserve = MetricFamily(MetricList.reserveBytes, Double(parts.reserveBytes))
        guard let free = try? Directory.freeBytes(at: parts.stateDirectory) else { return [reserve] }
        return [MetricFamily(MetricList.freeBytes, Double(free)), reserve]
    }

    private var certificate: [MetricFamily] {
        parts.certificateExpiry().map { [MetricFamily(MetricList.certificateExpiry, $0.timeIntervalSince1970)] } ?? []
    }

    private var processes: [MetricFamily] {
        ProcessMetrics.families(
            reporter: LockFile.holder(at: WorkListStore.reporterLockPath(in: parts.stateDirectory)),
            version: parts.version, model: parts.model())
    }
}
