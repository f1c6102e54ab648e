extension MetricList {
    static let information = MetricDescription.gauge(
        "thoraxd_info", "Always 1; the labels are the versions of the program and the model.")
    static let reporterUp = MetricDescription.gauge("thoraxd_reporter_up", "1 while a reporter process is running.")
    static let droppedSeries = MetricDescription.counter(
        "thoraxd_metrics_dropped_series_total", "Series that were not created because the limit was reached.")

    /// The metrics of one process; those of the daemon have the standard names of Prometheus exporters.
    struct ProcessDescriptions: Sendable {
        let processorSeconds: MetricDescription
        let residentBytes: MetricDescription
        let virtualBytes: MetricDescription
        let startTime: MetricDescription
        let openFiles: MetricDescription
        let openFilesLimit: MetricDescription

        var all: [MetricDescription] {
            [processorSeconds, residentBytes, virtualBytes, startTime, openFiles, openFilesLimit]
        }
    }

    static let daemon = ProcessDescriptions(
        processorSeconds: .counter("process_cpu_seconds_total", "CPU seconds used by the daemon."),
        residentBytes: .gauge("process_resident_memory_bytes", "Resident memory of the daemon."),
        virtualBytes: .gauge("process_virtual_memory_bytes", "Address space of the daemon."),
        startTime: .gauge("process_start_time_seconds", "Start time of the daemon, in seconds since 1970."),
        openFiles: .gauge("process_open_fds", "Open file descriptors of the daemon."),
        openFilesLimit: .gauge("process_max_fds", "Maximum number of open file descriptors of the daemon."))
    static let reporter = ProcessDescriptions(
        processorSeconds: .counter(
            "thoraxd_reporter_cpu_seconds_total",
            "CPU seconds used by the reporter process; restarts at zero with the process."),
        residentBytes: .gauge("thoraxd_reporter_resident_memory_bytes", "Resident memory of the reporter."),
        virtualBytes: .gauge("thoraxd_reporter_virtual_memory_bytes", "Address space of the reporter."),
        startTime: .gauge("thoraxd_reporter_start_time_seconds", "Start time of the reporter, in seconds since 1970."),
        openFiles: .gauge("thoraxd_reporter_open_fds", "Open file descriptors of the reporter."),
        openFilesLimit: .gauge("thoraxd_reporter_max_fds", "Maximum number of open file descriptors of the reporter."))

    static let processes = [information, reporterUp, droppedSeries] + daemon.all + reporter.all
}
