import DICOMCore
import DICOMNetwork
import Metrics

/// What the node counts, for whatever shows it.
///
/// A caller is its name in the configuration: titles are the callers' to invent, and there is no end of them.
enum NodeCounters {
    /// An association began.
    static func opened(by peer: Peer?) {
        Counter(label: "thoraxd_associations_accepted_total", dimensions: [name(peer)]).increment()
        open.increment()
    }

    /// An association came to its end, in whatever way.
    static func closed() { open.decrement() }

    /// An association ended in another way than by a release.
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

    /// A connection that did not come to an association: nobody knows whose it was.
    static func didNotOpen(_ error: NetworkError) {
        Counter(label: "thoraxd_connections_failed_total", dimensions: [("reason", error.kind)]).increment()
    }

    /// A request got its final answer.
    static func answered(_ request: CommandSet.Field?, by peer: Peer?, _ status: DIMSEStatus) {
        Counter(
            label: "thoraxd_dimse_requests_total",
            dimensions: [name(peer), ("request", request.map(service) ?? "unknown"), ("status", "\(status)")]
        ).increment()
    }

    /// Bytes of a data set that came with a C-STORE, stored or not.
    static func received(bytes: Int, from peer: Peer?, _ status: DIMSEStatus) {
        Counter(label: "thoraxd_received_bytes_total", dimensions: [name(peer), ("status", "\(status)")])
            .increment(by: bytes)
    }

    /// One object of a C-GET or C-MOVE.
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
