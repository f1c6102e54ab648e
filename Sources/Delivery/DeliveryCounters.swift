import DICOMNetwork
import Metrics
import WorkListDatabase

/// What delivery counts, by the destination's name in the configuration.
enum DeliveryCounters {
    /// One attempt at one object.
    static func settled(_ row: OutboxRow, _ verdict: DeliveryVerdict, to destination: String) {
        let outcome =
            switch verdict {
            case .delivered: "delivered"
            case .passing, .passingSlowly: "deferred"
            case .permanent: "failed"
            }
        Counter(
            label: "thoraxd_delivery_attempts_total", dimensions: [("destination", destination), ("outcome", outcome)]
        ).increment()
        guard verdict == .delivered else { return }
        Counter(label: "thoraxd_delivered_bytes_total", dimensions: [("destination", destination)])
            .increment(by: row.instance.byteCount)
    }

    /// The destination took nothing at all.
    static func destinationFailed(_ destination: String, _ error: NetworkError) {
        Counter(
            label: "thoraxd_delivery_failures_total",
            dimensions: [("destination", destination), ("reason", error.kind)]
        ).increment()
    }
}
