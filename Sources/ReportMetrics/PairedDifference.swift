/// The mean of paired differences, with the 95 % interval of the paired t test, widened for the number of comparisons
/// (Bonferroni): with m comparisons, an interval has the level 1 - 0.05 / m, so that all of them hold at once with 95 %.
package struct PairedDifference: Codable, Sendable, Equatable {
    package let mean: Double
    /// Nil for a single pair.
    package let low: Double?
    package let high: Double?

    /// Takes at least one difference.
    package init(_ differences: [Double], comparisons: Int) {
        let count = Double(differences.count)
        mean = differences.reduce(0, +) / count
        guard differences.count > 1 else {
            (low, high) = (nil, nil)
            return
        }
        let mean = mean
        let variance = differences.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / (count - 1)
        let t = StudentT.quantile(1 - 0.025 / Double(comparisons), degrees: count - 1)
        let half = t * (variance / count).squareRoot()
        (low, high) = (mean - half, mean + half)
    }

    /// Whether the interval excludes 0.
    package var isClear: Bool {
        guard let low, let high else { return false }
        return low > 0 || high < 0
    }
}
