package import Logging
import FoundationEssentials
import Platform
import WorkList
import WorkListDatabase

/// Answers what monitoring asks. What has to be read is read every five seconds at most, however many ask.
package final class Monitor: Sendable {
    private let parts: MonitoredParts
    private let registry: MetricsRegistry
    private let rows: CachedReading<[MetricFamily]>
    private let checks: CachedReading<Readiness>

    private static let maximumAge = Duration.seconds(5)
    /// Longer than a writer waits for the work list, shorter than Prometheus for an answer.
    private static let patience = Duration.seconds(8)

    /// - Parameter registry: holds what the fronts count.
    package init(_ parts: MonitoredParts, registry: MetricsRegistry, logger: Logger) throws {
        self.parts = parts
        self.registry = registry
        let workListMetrics = try WorkListMetrics(parts.workList)
        let outage = RepeatedCondition(logger: logger, end: "the work list can be read for metrics again")
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
                outage.isMet("the work list cannot be read for metrics", error)
                return [MetricFamily(MetricList.readable, 0)]
            }
        }
        let readinessChecks = ReadinessChecks(parts)
        checks = CachedReading(
            name: "readiness", maximumAge: Self.maximumAge, patience: Self.patience, read: readinessChecks.run)
    }

    /// Whether the daemon can do its work.
    package func readiness() async -> Readiness { await checks.value() ?? ReadinessChecks.noAnswer }

    /// Loops that have not come round for too long: a daemon with one of them is to be started anew.
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
            version: parts.version, model: parts.model)
    }
}
