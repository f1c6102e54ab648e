extension MetricList {
    /// Metrics that the network services record through swift-metrics under these names.
    static let fronts: [MetricDescription] = [
        .counter("thoraxd_associations_accepted_total", "Associations accepted, by peer."),
        .counter("thoraxd_associations_rejected_total", "Associations rejected, by peer and reason."),
        .gauge(
            "thoraxd_last_refusal_timestamp_seconds",
            "When a caller, object or web request was last refused, in seconds since 1970, by peer, unknown or web."
        ),
        .counter(
            "thoraxd_associations_aborted_total", "Associations that ended without a release, by peer and reason."),
        .gauge("thoraxd_associations_open", "Associations currently open."),
        .counter(
            "thoraxd_connections_failed_total",
            "Connections that failed before an association, by reason; tls is a failed handshake."),
        .counter(
            "thoraxd_dimse_requests_total",
            "Requests by peer, service and status of the final response; C-STORE with 0000 is a stored object."),
        .counter("thoraxd_received_bytes_total", "Bytes of data sets received by C-STORE, by peer and status."),
        .counter(
            "thoraxd_retrieved_objects_total", "Sub-operations of C-GET and C-MOVE, by requesting peer and outcome."),
        .counter("thoraxd_admissions_total", "Received objects, by outcome."),
        .histogram(
            "thoraxd_admission_seconds",
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            "Seconds until a received object and its row were durably on disk."),
        .counter("thoraxd_delivery_attempts_total", "Attempts to deliver an object, by destination and outcome."),
        .counter("thoraxd_delivered_bytes_total", "Bytes of objects delivered, by destination."),
        .counter(
            "thoraxd_delivery_failures_total",
            "Failures in which a destination accepted no object, by destination and reason."),
    ]
}
