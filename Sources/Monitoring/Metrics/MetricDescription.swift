/// One metric: what it is called, what it counts and how.
package struct MetricDescription: Sendable {
    package enum Kind: Sendable, Equatable {
        /// Only ever grows, from zero at the start of the process.
        case counter
        case gauge
        /// - Parameter bounds: upper ends of the buckets, growing, without the last, which is infinite.
        case histogram(bounds: [Double])
    }

    /// With the unit it is in, as Prometheus asks: `_seconds`, `_bytes`, `_total` of a counter.
    package let name: String
    package let kind: Kind
    /// One line for the people who read it.
    package let help: String

    /// Of a histogram; none of others.
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
