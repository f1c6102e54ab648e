import DICOMCore
import DICOMNetwork
import Metrics
import WorkListDatabase

/// The metrics of delivery, labelled with the destination's name in the configuration.
enum DeliveryCounters {
    /// Counts one attempt to deliver one object.
    static func settled(_ row: OutboxRow, _ response: StoreResponse, to destination: String) {
        let outcome =
            switch response {
            case .stored, .storedWithWarning, .duplicate: "delivered"
            case .transient, .notAuthorized: "deferred"
            case .permanent: "failed"
            }
        Counter(
            label: "thoraxd_delivery_attempts_total", dimensions: [("destination", destination), ("outcome", outcome)]
        ).increment()
        guard response.isStored else { return }
        Counter(label: "thoraxd_delivered_bytes_total", dimensions: [("destination", destination)])
            .increment(by: row.instance.byteCount)
    }

    /// Counts a failure of the destination itself: it accepted no object.
    static func destinationFailed(_ destination: String, _ error: NetworkError) {
        Counter(
            label: "thoraxd_delivery_failures_total",
            dimensions: [("destination", destination), ("reason", error.kind)]
        ).increment()
    }
}
