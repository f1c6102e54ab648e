/// Observations by bucket.
package struct HistogramValue: Sendable, Equatable {
    /// Inclusive upper bounds of the buckets, ascending; an unbounded bucket follows.
    let bounds: [Double]
    /// Observations per bucket, not cumulative; has one entry more than `bounds`.
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// Ignores values that are not finite, because one would make the sum useless.
    mutating func observe(_ value: Double) {
        guard value.isFinite else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    var count: Int { counts.reduce(0, +) }
}
