/// One metric and its current values.
package struct MetricFamily: Sendable {
    package struct Label: Sendable, Hashable {
        let name: String
        let value: String
    }

    package enum Value: Sendable {
        case number(Double)
        case histogram(HistogramValue)
    }

    package struct Sample: Sendable {
        let labels: [Label]
        let value: Value

        init(labels: [Label], value: Value) {
            self.labels = labels
            self.value = value
        }

        init(_ labels: [(String, String)], _ number: Double) {
            self.init(labels: labels.map { Label(name: $0.0, value: $0.1) }, value: .number(number))
        }
    }

    let description: MetricDescription
    let samples: [Sample]

    init(_ description: MetricDescription, _ samples: [Sample]) {
        self.description = description
        self.samples = samples
    }

    /// One value without labels.
    init(_ description: MetricDescription, _ value: Double) {
        self.init(description, [Sample(labels: [], value: .number(value))])
    }

    /// Numbers distinguished by one label.
    init(_ description: MetricDescription, by label: String, _ values: some Sequence<(String, Double)>) {
        self.init(
            description,
            values.map { Sample(labels: [Label(name: label, value: $0.0)], value: .number($0.1)) })
    }
}
