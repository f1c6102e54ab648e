import Testing

@testable import Monitoring

struct HistogramValueTests {
    @Test func `a bucket holds its upper end, and what is beyond the last is counted too`() {
        var histogram = HistogramValue(bounds: [1, 2])
        for value in [0, 1, 1.5, 2, 2.1, 1e9] { histogram.observe(value) }
        #expect(histogram.counts == [2, 2, 2])
        #expect(histogram.count == 6)
        #expect(histogram.sum == 6.6 + 1e9)
    }

    @Test func `what is no number does not spoil the sum`() {
        var histogram = HistogramValue(bounds: [1])
        histogram.observe(.nan)
        histogram.observe(.infinity)
        histogram.observe(0.25)
        #expect(histogram.counts == [1, 0])
        #expect(histogram.sum == 0.25)
    }
}
