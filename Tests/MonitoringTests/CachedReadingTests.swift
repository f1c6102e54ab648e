import Dispatch
import Synchronization
import Testing

@testable import Monitoring

struct CachedReadingTests {
    /// Counts how often it is read, and can be held up.
    private final class Source: Sendable {
        let reads = Atomic(0)
        let gate = DispatchSemaphore(value: 0)
    }

    @Test func `many who ask at the same moment share one reading`() async {
        let source = Source()
        let reading = CachedReading(name: "test", maximumAge: .seconds(60), patience: .seconds(60)) {
            source.gate.wait()
            return source.reads.add(1, ordering: .relaxed).newValue
        }
        let values = await withTaskGroup(of: Int?.self) { group in
            for _ in 0..<50 { group.addTask { await reading.value() } }
            source.gate.signal()
            return await group.reduce(into: [Int?]()) { $0.append($1) }
        }
        #expect(values == Array(repeating: 1, count: 50))
        #expect(source.reads.load(ordering: .relaxed) == 1)
    }

    @Test func `what is too old is read again`() async {
        let source = Source()
        let reading = CachedReading(name: "test", maximumAge: .zero, patience: .seconds(60)) {
            source.reads.add(1, ordering: .relaxed).newValue
        }
        #expect(await reading.value() == 1)
        #expect(await reading.value() == 2)
    }

    @Test func `who asks is not kept waiting for a reading that does not end, and no second one begins`() async {
        let source = Source()
        let reading = CachedReading(name: "test", maximumAge: .seconds(60), patience: .milliseconds(20)) {
            source.reads.add(1, ordering: .relaxed)
            source.gate.wait()
            return 1
        }
        #expect(await reading.value() == nil)
        #expect(await reading.value() == nil)
        #expect(source.reads.load(ordering: .relaxed) == 1)
        source.gate.signal()
    }
}
