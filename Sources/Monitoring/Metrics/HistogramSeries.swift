import Metrics
import Synchronization

/// One histogram with fixed labels, updated from any thread.
final class HistogramSeries: RecorderHandler, TimerHandler {
    private let state: Mutex<HistogramValue>

    init(bounds: [Double]) { state = Mutex(HistogramValue(bounds: bounds)) }

    var value: HistogramValue { state.withLock { $0 } }

    func record(_ value: Int64) { record(Double(value)) }

    func record(_ value: Double) { state.withLock { $0.observe(value) } }

    /// Converts to seconds, the unit of every duration metric.
    func recordNanoseconds(_ duration: Int64) { record(Double(duration) / 1e9) }
}
