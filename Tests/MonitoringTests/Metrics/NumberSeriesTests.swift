import Dispatch
import Testing

@testable import Monitoring

struct NumberSeriesTests {
    @Test func `nothing is lost that several threads count at the same time`() {
        let counter = NumberSeries(isCounter: true)
        DispatchQueue.concurrentPerform(iterations: 8) { _ in
            for _ in 0..<10_000 { counter.increment(by: Int64(1)) }
        }
        #expect(counter.value == 80_000)
    }

    @Test func `a counter never goes down and ignores what is not a number`() {
        let counter = NumberSeries(isCounter: true)
        counter.increment(by: 2.5)
        counter.increment(by: -1.0)
        counter.increment(by: .nan)
        counter.increment(by: .infinity)
        counter.set(0.5)
        #expect(counter.value == 2.5)
    }

    @Test func `a gauge goes up and down and is set`() {
        let gauge = NumberSeries(isCounter: false)
        gauge.increment(by: 3.0)
        gauge.decrement(by: 5.0)
        #expect(gauge.value == -2)
        gauge.set(Int64(7))
        #expect(gauge.value == 7)
    }
}
