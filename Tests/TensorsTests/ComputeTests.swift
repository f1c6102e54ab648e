import Synchronization
import Testing

@testable import Tensors

@Suite struct ComputeTests {
    @Test func `every part runs once, even with several concurrent callers`() async throws {
        try Compute.prepare(threads: 2)
        await withTaskGroup(of: Bool.self) { group in
            for caller in 1...4 {
                group.addTask {
                    (0..<200).allSatisfy { round in
                        let count = (caller * 7 + round) % 40
                        let runs = (0..<count).map { _ in Counter() }
                        parallelParts(count) { runs[$0].value.wrappingAdd(1, ordering: .relaxed) }
                        return runs.allSatisfy { $0.value.load(ordering: .relaxed) == 1 }
                    }
                }
            }
            for await isRight in group { #expect(isRight) }
        }
    }

    private final class Counter: Sendable {
        let value = Atomic<Int>(0)
    }
}
