extension MetricList {
    static let information = MetricDescription.gauge(
        "thoraxd_info", "1, with the version of the program and of the model.")
    static let reporterUp = MetricDescription.gauge("thoraxd_reporter_up", "1 while a reporter process lives.")
    static let droppedSeries = MetricDescription.counter(
        "thoraxd_metrics_dropped_series_total", "Series that were not made, since there are as many as may be.")

    /// The figures of one process; those of the daemon have the names that every exporter gives them.
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
        processorSeconds: .counter("process_cpu_seconds_total", "Processor time of the daemon."),
        residentBytes: .gauge("process_resident_memory_bytes", "Memory of the daemon that is resident."),
        virtualBytes: .gauge("process_virtual_memory_bytes", "Address space of the daemon."),
        startTime: .gauge("process_start_time_seconds", "When the daemon started, since 1970."),
        openFiles: .gauge("process_open_fds", "Files the daemon has open."),
        openFilesLimit: .gauge("process_max_fds", "Files the daemon may have open."))
    static let reporter = ProcessDescriptions(
        processorSeconds: .counter(
            "thoraxd_reporter_cpu_seconds_total",
            "Processor time of the reporter process; from zero when it starts anew."),
        residentBytes: .gauge("thoraxd_reporter_resident_memory_bytes", "Memory of the reporter that is resident."),
        virtualBytes: .gauge("thoraxd_reporter_virtual_memory_bytes", "Address space of the reporter."),
        startTime: .gauge("thoraxd_reporter_start_time_seconds", "When the reporter started, since 1970."),
        openFiles: .gauge("thoraxd_reporter_open_fds", "Files the reporter has open."),
        openFilesLimit: .gauge("thoraxd_reporter_max_fds", "Files the reporter may have open."))

    static let processes = [information, reporterUp, droppedSeries] + daemon.all + reporter.all
}
