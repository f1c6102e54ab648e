extension MetricList {
    /// What the fronts count themselves, through swift-metrics and by these names.
    static let fronts: [MetricDescription] = [
        .counter("thoraxd_associations_accepted_total", "Associations accepted, by peer."),
        .counter("thoraxd_associations_rejected_total", "Associations rejected, by peer and reason."),
        .counter(
            "thoraxd_associations_aborted_total", "Associations that ended without a release, by peer and reason."),
        .gauge("thoraxd_associations_open", "Associations that peers have open now."),
        .counter(
            "thoraxd_connections_failed_total",
            "Connections of peers that did not come to an association, by reason; tls is a failed handshake."),
        .counter(
            "thoraxd_dimse_requests_total",
            "Requests of peers by service and status of the final answer; C-STORE with 0000 is an object kept."),
        .counter("thoraxd_received_bytes_total", "Bytes of data sets received by C-STORE, by peer and status."),
        .counter("thoraxd_retrieved_objects_total", "Objects sent by C-GET and C-MOVE, by requesting peer."),
        .counter("thoraxd_admissions_total", "Received objects by what became of them."),
        .histogram(
            "thoraxd_admission_seconds",
            [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
            "Seconds until a received object and its row were on disk for good."),
        .counter("thoraxd_delivery_attempts_total", "Attempts to deliver an object, by destination and outcome."),
        .counter("thoraxd_delivered_bytes_total", "Bytes of objects delivered, by destination."),
        .counter(
            "thoraxd_delivery_failures_total", "Times a destination took nothing at all, by destination and reason."),
    ]
}
