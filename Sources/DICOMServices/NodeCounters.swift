import DICOMCore
import DICOMNetwork
import FoundationEssentials
import Metrics

/// The metrics of the DICOM node.
///
/// Callers are labelled with their configured name, because callers can invent any number of AE titles.
enum NodeCounters {
    /// Counts an association that was opened.
    static func opened(by peer: Peer?) {
        Counter(label: "thoraxd_associations_accepted_total", dimensions: [name(peer)]).increment()
        open.increment()
    }

    /// Counts the end of an association, however it ended.
    static func closed() { open.decrement() }

    /// Counts an association that ended without a release.
    static func aborted(by peer: Peer?, _ error: NetworkError) {
        Counter(
            label: "thoraxd_associations_aborted_total", dimensions: [name(peer), ("reason", error.kind)]
        ).increment()
    }

    static func rejected(_ peer: Peer?, _ rejection: Rejection) {
        Counter(
            label: "thoraxd_associations_rejected_total", dimensions: [name(peer), ("reason", "\(rejection)")]
        ).increment()
    }

    /// What the node refuses.
    enum Refused: String {
        case caller, object
    }

    /// Notes when something was refused. An alert on a counter would miss the first refusal, which begins its series.
    static func refused(_ what: Refused, of peer: Peer?) {
        Gauge(label: "thoraxd_last_refusal_timestamp_seconds", dimensions: [name(peer), ("refused", what.rawValue)])
            .record(Date().timeIntervalSince1970)
    }

    /// Counts a connection that failed before an association, so that its peer is unknown.
    static func didNotOpen(_ error: NetworkError) {
        Counter(label: "thoraxd_connections_failed_total", dimensions: [("reason", error.kind)]).increment()
    }

    /// Counts the final response to a request.
    static func answered(_ request: CommandSet.Field?, by peer: Peer?, _ status: DIMSEStatus) {
        Counter(
            label: "thoraxd_dimse_requests_total",
            dimensions: [name(peer), ("request", request.map(service) ?? "unknown"), ("status", "\(status)")]
        ).increment()
    }

    /// Counts the bytes of a C-STORE data set, whether or not it was stored.
    static func received(bytes: Int, from peer: Peer?, _ status: DIMSEStatus) {
        Counter(label: "thoraxd_received_bytes_total", dimensions: [name(peer), ("status", "\(status)")])
            .increment(by: bytes)
    }

    /// Counts one sub-operation of a C-GET or C-MOVE.
    static func retrieved(isSent: Bool, by peer: Peer?) {
        Counter(
            label: "thoraxd_retrieved_objects_total", dimensions: [name(peer), ("outcome", isSent ? "sent" : "failed")]
        ).increment()
    }

    private static var open: Meter { Meter(label: "thoraxd_associations_open") }

    private static func name(_ peer: Peer?) -> (String, String) { ("peer", peer?.name ?? "unknown") }

    /// The DIMSE service by its name in PS3.7.
    private static func service(_ request: CommandSet.Field) -> String {
        switch request {
        case .storeRequest: "C-STORE"
        case .getRequest: "C-GET"
        case .findRequest: "C-FIND"
        case .moveRequest: "C-MOVE"
        case .echoRequest: "C-ECHO"
        case .eventReportRequest: "N-EVENT-REPORT"
        case .actionRequest: "N-ACTION"
        default: "unknown"
        }
    }
}
