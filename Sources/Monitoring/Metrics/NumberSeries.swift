import Metrics
import Synchronization

/// One counter or gauge, updated from any thread without a lock.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler, RecorderHandler {
    private let bits = Atomic(Double.zero.bitPattern)
    private let isCounter: Bool

    /// - Parameter isCounter: whether it is a counter, which never decreases.
    init(isCounter: Bool) { self.isCounter = isCounter }

    var value: Double { Double(bitPattern: bits.load(ordering: .relaxed)) }

    func increment(by amount: Int64) { add(Double(amount)) }
    func increment(by amount: Double) { add(amount) }
    func decrement(by amount: Double) { add(-amount) }
    func set(_ value: Int64) { set(Double(value)) }
    func record(_ value: Int64) { set(Double(value)) }
    func record(_ value: Double) { set(value) }

    func set(_ value: Double) {
        if !isCounter { bits.store(value.bitPattern, ordering: .relaxed) }
    }

    func reset() { bits.store(Double.zero.bitPattern, ordering: .relaxed) }

    private func add(_ amount: Double) {
        guard amount.isFinite, amount >= 0 || !isCounter else { return }
        var known = bits.load(ordering: .relaxed)
        while true {
            let (isExchanged, original) = bits.weakCompareExchange(
                expected: known, desired: (Double(bitPattern: known) + amount).bitPattern, ordering: .relaxed)
            if isExchanged { return }
            known = original
        }
    }
}
