import Foundation

/// The vertical axis of a chart: round ticks that include every value.
struct ChartAxis {
    let ticks: [Double]
    private let step: Double

    init(from low: Double, to high: Double) {
        let range = max(high - low, abs(high) * 1e-3, 1e-9)
        let magnitude = pow(10, (log10(range / 4)).rounded(.down))
        // 1, 2, 5 or 10 times a power of ten: the smallest step that needs at most five.
        step = [1, 2, 5, 10].map { $0 * magnitude }.first { range / $0 <= 4 } ?? 10 * magnitude
        let first = Int((low / step).rounded(.down))
        let last = max(Int((high / step).rounded(.up)), first + 1)
        let step = step
        ticks = (first...last).map { Double($0) * step }
    }

    /// Position between the first tick, 0, and the last, 1.
    func share(of value: Double) -> Double { (value - ticks[0]) / (ticks[ticks.count - 1] - ticks[0]) }

    /// The value with the digits that tell one tick from the next, and one more.
    func label(_ value: Double) -> String {
        TrainingProgress.number(value, max(0, Int((-log10(step)).rounded(.up)) + 1))
    }
}
