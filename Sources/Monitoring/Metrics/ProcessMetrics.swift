import Glibc
import Platform

/// Metrics of the resource use of the daemon and the reporter, and of their versions.
enum ProcessMetrics {
    /// - Parameter reporter: process id of the reporter; nil while no reporter is running.
    static func families(reporter: Int32?, version: String, model: String) -> [MetricFamily] {
        let information = MetricFamily(
            MetricList.information, [.init([("version", version), ("model", model)], 1)])
        let usage = reporter.flatMap { ProcessUsage(of: $0) }
        return [information, MetricFamily(MetricList.reporterUp, usage == nil ? 0 : 1)]
            + families(MetricList.daemon, ProcessUsage(of: getpid())) + families(MetricList.reporter, usage)
    }

    private static func families(
        _ names: MetricList.ProcessDescriptions, _ usage: ProcessUsage?
    ) -> [MetricFamily] {
        guard let usage else { return [] }
        var families = [
            MetricFamily(names.processorSeconds, usage.processorSeconds),
            MetricFamily(names.residentBytes, Double(usage.residentBytes)),
            MetricFamily(names.virtualBytes, Double(usage.virtualBytes)),
            MetricFamily(names.startTime, usage.startTime),
        ]
        if let open = usage.openFiles { families.append(MetricFamily(names.openFiles, Double(open))) }
        if let limit = usage.openFilesLimit { families.append(MetricFamily(names.openFilesLimit, Double(limit))) }
        return families
    }
}
