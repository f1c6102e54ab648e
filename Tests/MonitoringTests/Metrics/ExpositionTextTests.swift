import Testing

@testable import Monitoring

struct ExpositionTextTests {
    private func text(_ value: Double, label: String = "x") -> String {
        let family = MetricFamily(.gauge("g", "Help."), by: "l", [(label, value)])
        return String(ExpositionText.text(of: [family]).split(separator: "\n").last ?? "")
    }

    @Test func `each metric has its help and its type once, before its values`() {
        let families = [
            MetricFamily(.counter("a_total", "Counts\nback\\slash \"quoted\"."), by: "l", [("1", 1), ("2", 2)]),
            MetricFamily(.gauge("b", "None."), []),
        ]
        #expect(
            ExpositionText.text(of: families) == #"""
                # HELP a_total Counts\nback\\slash "quoted".
                # TYPE a_total counter
                a_total{l="1"} 1
                a_total{l="2"} 2

                """#)
    }

    @Test func `values of labels are escaped`() {
        #expect(text(1, label: "a\\b\"c\nd") == #"g{l="a\\b\"c\nd"} 1"#)
    }

    @Test(arguments: [
        (0.0, "0"), (-3, "-3"), (0.1, "0.1"), (1e300, "1e+300"), (.infinity, "+Inf"), (-.infinity, "-Inf"),
        (.nan, "NaN"), (1_795_417_660.77, "1795417660.77"), (9_007_199_254_740_991, "9007199254740991"),
    ])
    func `numbers are written as they can be read again`(value: Double, expected: String) {
        #expect(text(value) == "g{l=\"x\"} \(expected)")
    }

    @Test func `buckets add up, the last has no end`() {
        var histogram = HistogramValue(bounds: [0.5, 1])
        for value in [0.1, 0.7, 5] { histogram.observe(value) }
        let family = MetricFamily(
            .histogram("h_seconds", [0.5, 1], "Takes."),
            [.init(labels: [.init(name: "stage", value: "decode")], value: .histogram(histogram))])
        #expect(
            ExpositionText.text(of: [family]) == """
                # HELP h_seconds Takes.
                # TYPE h_seconds histogram
                h_seconds_bucket{stage="decode",le="0.5"} 1
                h_seconds_bucket{stage="decode",le="1"} 2
                h_seconds_bucket{stage="decode",le="+Inf"} 3
                h_seconds_sum{stage="decode"} 5.8
                h_seconds_count{stage="decode"} 3

                """)
    }
}
