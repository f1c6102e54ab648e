import Platform
import Synchronization
import Testing

struct PeriodicThreadTests {
    private final class Rounds: Sendable {
        let count = Atomic(0)
    }

    @Test func `a wake brings a round long before the interval and a stop ends it`() async throws {
        let rounds = Rounds()
        let thread = PeriodicThread(name: "test", interval: .seconds(3600)) {
            rounds.count.add(1, ordering: .relaxed)
        }
        async let end: Void = thread.run()
        while rounds.count.load(ordering: .relaxed) < 1 { try await Task.sleep(for: .milliseconds(5)) }
        thread.wake()
        while rounds.count.load(ordering: .relaxed) < 2 { try await Task.sleep(for: .milliseconds(5)) }
        thread.stop()
        try await end
        #expect(rounds.count.load(ordering: .relaxed) == 2)
    }
}
