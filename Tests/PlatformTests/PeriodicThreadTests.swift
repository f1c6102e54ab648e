import Platform
import Synchronization
import Testing

struct PeriodicThreadTests {
    private final class Rounds: Sendable {
        let count = Atomic(0)
    }

    @Test func `rounds follow each other until a stop, which does not wait for the interval`() async throws {
        let rounds = Rounds()
        let quick = PeriodicThread(name: "quick", interval: .milliseconds(1)) {
            rounds.count.add(1, ordering: .relaxed)
        }
        let slow = PeriodicThread(name: "slow", interval: .seconds(3600)) {}
        async let quickEnd: Void = quick.run()
        async let slowEnd: Void = slow.run()
        while rounds.count.load(ordering: .relaxed) < 3 { try await Task.sleep(for: .milliseconds(5)) }
        quick.stop()
        #expect(slow.heartbeat.silence() < .seconds(60))
        slow.stop()
        try await quickEnd
        try await slowEnd
    }
}
