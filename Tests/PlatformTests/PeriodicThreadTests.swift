import Platform
import Synchronization
import TestHarness
import Testing

@Suite(.blocking, .timeLimit(.minutes(5)))
struct PeriodicThreadTests {
    private final class Rounds: Sendable {
        let count = Atomic(0)
    }

    @Test func `rounds follow each other until a stop, which does not wait for the interval`() async throws {
        let rounds = Rounds()
        let quick = PeriodicThread(Loop("quick"), interval: .milliseconds(1)) {
            rounds.count.add(1, ordering: .relaxed)
        }
        let slow = PeriodicThread(Loop("slow"), interval: .seconds(3600)) {}
        async let quickEnd: Void = quick.run()
        async let slowEnd: Void = slow.run()
        try await waitUntil { rounds.count.load(ordering: .relaxed) >= 3 }
        quick.stop()
        #expect(slow.heartbeat.silence() < .seconds(60))
        slow.stop()
        try await quickEnd
        try await slowEnd
    }

    @Test func `a hint begins a round before the interval is over`() async throws {
        let rounds = Rounds()
        let loop = Loop("hinted")
        let thread = PeriodicThread(loop, interval: .seconds(3600)) { rounds.count.add(1, ordering: .relaxed) }
        async let end: Void = thread.run()
        for round in 1...3 {
            try await waitUntil { rounds.count.load(ordering: .relaxed) >= round }
            loop.wake()
        }
        thread.stop()
        try await end
    }

    @Test func `hints begin no more rounds than the spacing allows, and a stop does not wait for it`() async throws {
        let rounds = Rounds()
        let loop = Loop("spaced")
        let thread = PeriodicThread(loop, interval: .seconds(3600), spacing: .seconds(1800)) {
            rounds.count.add(1, ordering: .relaxed)
        }
        async let end: Void = thread.run()
        try await waitUntil { rounds.count.load(ordering: .relaxed) >= 1 }
        let hasBegunAnother = eventually(within: .milliseconds(50)) {
            loop.wake()
            return rounds.count.load(ordering: .relaxed) > 1
        }
        #expect(!hasBegunAnother)
        thread.stop()
        try await end
        #expect(rounds.count.load(ordering: .relaxed) == 1)
    }

    @Test func `hints within the spacing begin one round together`() async throws {
        let rounds = Rounds()
        let loop = Loop("spaced")
        let thread = PeriodicThread(loop, interval: .seconds(3600), spacing: .milliseconds(100)) {
            // All within the spacing after the first round, however slow the machine is.
            guard rounds.count.add(1, ordering: .relaxed).newValue == 1 else { return }
            for _ in 0..<3 { loop.wake() }
        }
        async let end: Void = thread.run()
        try await waitUntil { rounds.count.load(ordering: .relaxed) >= 2 }
        #expect(!eventually(within: .seconds(1)) { rounds.count.load(ordering: .relaxed) > 2 })
        thread.stop()
        try await end
    }

    @Test func `a round says how long the next may wait`() async throws {
        let rounds = Rounds()
        let thread = PeriodicThread(Loop("own interval")) {
            rounds.count.add(1, ordering: .relaxed).newValue < 3 ? .milliseconds(1) : .seconds(3600)
        }
        async let end: Void = thread.run()
        try await waitUntil { rounds.count.load(ordering: .relaxed) >= 3 }
        thread.stop()
        try await end
    }
}
