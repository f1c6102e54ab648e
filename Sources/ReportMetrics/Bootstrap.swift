/// A value with a bootstrap interval over patients.
package struct Estimate: Codable, Sendable, Equatable {
    package let value: Double
    /// The 2.5th and 97.5th percentiles of the resampled values.
    package let low: Double
    package let high: Double

    package init(value: Double, low: Double, high: Double) {
        self.value = value
        self.low = low
        self.high = high
    }

    /// Takes a value and its resampled values, in any order.
    package init(value: Double, resampled: [Double]) {
        let sorted = resampled.sorted()
        self.init(
            value: value, low: Bootstrap.percentile(sorted, 0.025) ?? value,
            high: Bootstrap.percentile(sorted, 0.975) ?? value)
    }
}

/// Percentile bootstrap (Efron 1979) over groups: whole patients are drawn with replacement, because films of one
/// patient are not independent.
package enum Bootstrap {
    /// `measure` gets the indices of cases, with repeats. Resamples for which it returns nil are left out. Returns nil
    /// if the measure of the original sample is nil.
    package static func estimate(
        groups: [[Int]], resamples: Int, using generator: inout some RandomNumberGenerator, measure: ([Int]) -> Double?
    ) -> Estimate? {
        guard let value = measure(groups.flatMap { $0 }) else { return nil }
        var values: [Double] = []
        for _ in 0..<resamples {
            let drawn = groups.indices.flatMap { _ in groups[Int.random(in: groups.indices, using: &generator)] }
            if let resampled = measure(drawn) { values.append(resampled) }
        }
        return Estimate(value: value, resampled: values)
    }

    /// Interpolates linearly between order statistics, as numpy does by default; nil if empty.
    static func percentile(_ sorted: [Double], _ share: Double) -> Double? {
        guard let last = sorted.last else { return nil }
        let position = share * Double(sorted.count - 1)
        let index = Int(position)
        guard index + 1 < sorted.count else { return last }
        return sorted[index] + (sorted[index + 1] - sorted[index]) * (position - Double(index))
    }
}
