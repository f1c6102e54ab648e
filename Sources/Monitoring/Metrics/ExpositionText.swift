/// Metrics in the text format of Prometheus, version 0.0.4.
enum ExpositionText {
    static let contentType = "text/plain; version=0.0.4; charset=utf-8"

    /// The families in the given order; each name may occur only once.
    static func text(of families: [MetricFamily]) -> String {
        var text = ""
        for family in families where !family.samples.isEmpty { append(family, to: &text) }
        return text
    }

    private static func append(_ family: MetricFamily, to text: inout String) {
        let name = family.description.name
        text += "# HELP \(name) \(escaped(family.description.help))\n# TYPE \(name) \(type(family.description.kind))\n"
        for sample in family.samples {
            switch sample.value {
            case .number(let value):
                text += "\(name)\(labels(sample.labels)) \(number(value))\n"
            case .histogram(let histogram):
                var count = 0
                for (bound, inBucket) in zip(histogram.bounds + [.infinity], histogram.counts) {
                    count += inBucket
                    let bucket = sample.labels + [.init(name: "le", value: number(bound))]
                    text += "\(name)_bucket\(labels(bucket)) \(count)\n"
                }
                text += "\(name)_sum\(labels(sample.labels)) \(number(histogram.sum))\n"
                text += "\(name)_count\(labels(sample.labels)) \(count)\n"
            }
        }
    }

    private static func type(_ kind: MetricDescription.Kind) -> String {
        switch kind {
        case .counter: "counter"
        case .gauge: "gauge"
        case .histogram: "histogram"
        }
    }

    private static func labels(_ labels: [MetricFamily.Label]) -> String {
        guard !labels.isEmpty else { return "" }
        let pairs = labels.map { "\($0.name)=\"\(escaped($0.value).replacing("\"", with: "\\\""))\"" }
        return "{" + pairs.joined(separator: ",") + "}"
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("\\", with: "\\\\").replacing("\n", with: "\\n")
    }

    private static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        // Integers that a Double represents exactly are written without a decimal point.
        return value == value.rounded() && abs(value) < 0x1p53 ? "\(Int64(value))" : "\(value)"
    }
}
