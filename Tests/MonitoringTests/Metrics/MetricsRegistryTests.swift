import Metrics
import Testing

@testable import Monitoring

struct MetricsRegistryTests {
    private let registry = MetricsRegistry([
        .counter("a_total", "Counts."), .gauge("b", "Stands."), .histogram("c_seconds", [1, 2], "Takes."),
    ])

    private var text: String { ExpositionText.text(of: registry.families) }

    @Test func `what is counted under the same labels is one series`() {
        for _ in 0..<3 { Counter(label: "a_total", dimensions: [("peer", "x")], factory: registry).increment() }
        Counter(label: "a_total", dimensions: [("peer", "y")], factory: registry).increment(by: 5)
        FloatingPointCounter(label: "a_total", dimensions: [("peer", "y")], factory: registry).increment(by: 0.5)
        #expect(text.contains("a_total{peer=\"x\"} 3\na_total{peer=\"y\"} 5.5\n"))
    }

    @Test func `meters and gauges hold the last value`() {
        Meter(label: "b", factory: registry).increment(by: 2.0)
        #expect(text.contains("\nb 2\n"))
        Gauge(label: "b", factory: registry).record(9)
        #expect(text.contains("\nb 9\n"))
    }

    @Test func `recorders and timers are distributions, timers in seconds`() {
        Recorder(label: "c_seconds", factory: registry).record(1.5)
        Timer(label: "c_seconds", factory: registry).recordMilliseconds(500)
        #expect(text.contains("c_seconds_bucket{le=\"1\"} 1\nc_seconds_bucket{le=\"2\"} 2\n"))
        #expect(text.contains("c_seconds_sum 2\nc_seconds_count 2\n"))
    }

    @Test func `a metric that is not in the list, or of another kind there, is not shown`() {
        Counter(label: "unknown_total", factory: registry).increment()
        Counter(label: "b", factory: registry).increment()
        Recorder(label: "a_total", factory: registry).record(1)
        Timer(label: "b", factory: registry).recordSeconds(1)
        #expect(registry.families.map(\.description.name) == ["thoraxd_metrics_dropped_series_total"])
    }

    @Test func `there is an end to the number of series, and it is told`() {
        for number in 0..<(MetricsRegistry.seriesLimit + 3) {
            Counter(label: "a_total", dimensions: [("peer", "\(number)")], factory: registry).increment()
        }
        #expect(registry.families.first?.samples.count == MetricsRegistry.seriesLimit)
        #expect(text.hasSuffix("thoraxd_metrics_dropped_series_total 3\n"))
        Counter(label: "a_total", dimensions: [("peer", "7")], factory: registry).increment()
        #expect(text.contains("a_total{peer=\"7\"} 2\n"))
    }
}
