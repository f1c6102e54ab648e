/// The name, kind and help text of one metric.
package struct MetricDescription: Sendable {
    package enum Kind: Sendable, Equatable {
        /// Never decreases; starts at zero with the process.
        case counter
        case gauge
        /// - Parameter bounds: upper bounds of the buckets, ascending, without the infinite last one.
        case histogram(bounds: [Double])
    }

    /// Name with its unit by the conventions of Prometheus: `_seconds`, `_bytes`, and `_total` for a counter.
    package let name: String
    package let kind: Kind
    /// The description in one line.
    package let help: String

    /// Bucket bounds of a histogram; empty for other kinds.
    var bounds: [Double] {
        if case .histogram(let bounds) = kind { bounds } else { [] }
    }

    static func counter(_ name: String, _ help: String) -> MetricDescription {
        MetricDescription(name: name, kind: .counter, help: help)
    }

    static func gauge(_ name: String, _ help: String) -> MetricDescription {
        MetricDescription(name: name, kind: .gauge, help: help)
    }

    static func histogram(_ name: String, _ bounds: [Double], _ help: String) -> MetricDescription {
        MetricDescription(name: name, kind: .histogram(bounds: bounds), help: help)
    }
}
