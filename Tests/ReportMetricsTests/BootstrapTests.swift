import Testing

@testable import ReportMetrics

/// A fixed random sequence, so that the tests do not depend on another target.
private struct Counter: RandomNumberGenerator {
    var state: UInt64 = 1
    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return state
    }
}

struct BootstrapTests {
    @Test func `percentiles agree with numpy`() throws {
        let reference = try ReferenceValues.load()
        for (share, value) in reference.percentiles {
            let share = try #require(Double(share))
            let ours = try #require(Bootstrap.percentile(reference.sorted, share))
            #expect(isClose(ours, value))
        }
    }

    @Test func `the interval of a mean is close to the normal approximation`() throws {
        let values = (0..<400).map { Double($0 % 20) }
        var generator = Counter()
        let estimate = try #require(
            Bootstrap.estimate(groups: values.indices.map { [$0] }, resamples: 500, using: &generator) { cases in
                cases.reduce(0) { $0 + values[$1] } / Double(cases.count)
            })
        #expect(isClose(estimate.value, 9.5))
        // Standard deviation 5.77, so 1.96 standard errors are 0.565.
        #expect(isClose(estimate.low, 9.5 - 0.565, within: 0.15))
        #expect(isClose(estimate.high, 9.5 + 0.565, within: 0.15))
    }

    @Test func `films of one patient are drawn together`() {
        var generator = Counter()
        _ = Bootstrap.estimate(groups: [[0, 1], [2, 3]], resamples: 50, using: &generator) { cases in
            #expect(cases.count == 4)
            #expect(cases.count { $0 == 0 } == cases.count { $0 == 1 })
            return 0
        }
    }

    @Test func `a set without a value has no estimate`() {
        var generator = Counter()
        #expect(Bootstrap.estimate(groups: [[0]], resamples: 5, using: &generator) { _ in nil } == nil)
    }
}
