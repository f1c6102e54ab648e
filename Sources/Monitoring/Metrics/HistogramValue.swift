/// Observations by bucket.
package struct HistogramValue: Sendable, Equatable {
    /// Upper ends of the buckets, each one included, growing; one more without an end follows.
    let bounds: [Double]
    /// Observations in each bucket alone: one more than there are bounds.
    private(set) var counts: [Int]
    private(set) var sum = 0.0

    init(bounds: [Double]) {
        self.bounds = bounds
        counts = Array(repeating: 0, count: bounds.count + 1)
    }

    /// What is no number is not counted: one of them would spoil the sum for good.
    mutating func observe(_ value: Double) {
        guard value.isFinite else { return }
        counts[bounds.firstIndex { value <= $0 } ?? bounds.count] += 1
        sum += value
    }

    var count: Int { counts.reduce(0, +) }
}
