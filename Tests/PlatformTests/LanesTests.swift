import Synchronization
import TestHarness
import Testing

@testable import Platform

@Suite(.timeLimit(.minutes(10)))
struct LanesTests {
    private final class TestLane: Lane {
        let loop: Loop
        let heedsStop: Bool
        let hasBegun = Atomic(false)
        let looks = Atomic(0)
        private let peer = WakeSignal()

        init(_ name: String, heedsStop: Bool = true) {
            loop = Loop(name)
            self.heedsStop = heedsStop
        }

        /// Lets a lane end that does not heed the stop.
        func end() { peer.stop() }

        func work() {
            hasBegun.store(true, ordering: .releasing)
            while !loop.isStopped {
                looks.add(1, ordering: .relaxed)
                loop.wait(upTo: .seconds(3600))
            }
            if !heedsStop { peer.wait(upTo: .seconds(3600)) }
        }
    }

    @Test func `a stop ends every lane and does not wait long for one that ignores it`() async throws {
        let good = TestLane("good")
        let stuck = TestLane("stuck", heedsStop: false)
        let lanes = Lanes("test", [stuck, good])
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        try await waitUntil { good.hasBegun.load(ordering: .acquiring) && stuck.hasBegun.load(ordering: .acquiring) }
        lanes.stop()
        try await running.value
        #expect(good.hasEnded)
        #expect(!stuck.hasEnded)
        try await waitUntil { lanes.silent(for: .zero) == ["stuck"] }
        #expect(lanes.silent(for: .seconds(3600)) == [])
    }

    @Test func `a lane that waits for work is not silent`() async throws {
        let lane = TestLane("waits")
        let lanes = Lanes("test", [lane])
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        try await waitUntil { lane.looks.load(ordering: .relaxed) > 0 }
        try await waitUntil { lanes.silent(for: .zero) == [] }
        lanes.stop()
        try await running.value
    }

    @Test func `a lane whose thread cannot be started is tried again, and the others run`() async throws {
        let (good, late) = (TestLane("good"), TestLane("late"))
        let failures = Atomic(2)
        let lanes = Lanes("test", [late, good]) { name, body in
            if name == "late", failures.subtract(1, ordering: .relaxed).newValue >= 0 {
                throw PlatformError.thread(name: name, errno: 11)
            }
            try OwnedThread.start(name: name, body)
        }
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        try await waitUntil { good.hasBegun.load(ordering: .acquiring) && late.hasBegun.load(ordering: .acquiring) }
        #expect(failures.load(ordering: .relaxed) < 0)
        lanes.stop()
        try await running.value
    }

    @Test func `a stop ends the pause after a thread could not be started`() async throws {
        let tries = Atomic(0)
        let lanes = Lanes("test", [TestLane("late")], pause: .seconds(3600)) { name, _ in
            tries.add(1, ordering: .relaxed)
            throw PlatformError.thread(name: name, errno: 11)
        }
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        try await waitUntil { tries.load(ordering: .relaxed) == 1 }
        lanes.stop()
        try await running.value
    }

    @Test func `lanes are replaced while they run, and no two of one name run together`() async throws {
        let kept = TestLane("kept")
        let slow = TestLane("changed", heedsStop: false)
        let former = TestLane("former")
        let lanes = Lanes("test", [kept, slow, former])
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        try await waitUntil { [kept, slow, former].allSatisfy { $0.hasBegun.load(ordering: .acquiring) } }
        let next = TestLane("changed")
        let new = TestLane("new")
        lanes.replace(with: [kept, next, new])
        try await waitUntil { new.hasBegun.load(ordering: .acquiring) && former.hasEnded }
        let isBesideFormer = next.hasBegun.load(ordering: .acquiring)
        #expect(!isBesideFormer)
        #expect(!lanes.hasOnly([kept, next, new]))
        slow.end()
        try await waitUntil { next.hasBegun.load(ordering: .acquiring) }
        #expect(lanes.hasOnly([kept, next, new]))
        #expect(!kept.hasEnded)
        lanes.stop()
        try await running.value
        #expect(kept.hasEnded && next.hasEnded && new.hasEnded)
    }

    @Test func `a hint has every lane look once more`() async throws {
        let lanes = [TestLane("one"), TestLane("other")]
        let group = Lanes("test", lanes)
        let running = Task { try await OwnedThread.run(name: "lanes") { group.run() } }
        func wait(forLooks count: Int) async throws {
            try await waitUntil { lanes.allSatisfy { $0.looks.load(ordering: .relaxed) == count } }
        }
        try await wait(forLooks: 1)
        group.wake()
        try await wait(forLooks: 2)
        group.stop()
        try await running.value
    }

    @Test func `lanes that wait are alive, and so is the loop that began them`() async throws {
        let lane = TestLane("idle")
        let lanes = Lanes("test", [lane])
        let running = Task { try await OwnedThread.run(name: "lanes") { lanes.run() } }
        // The lane rests for an hour, the loop for a minute.
        let (soon, late) = (ContinuousClock.now + .seconds(30), ContinuousClock.now + .seconds(1800))
        try await waitUntil {
            lane.loop.heartbeat.silence(at: late) <= .zero && lanes.heartbeat.silence(at: soon) <= .zero
        }
        lanes.stop()
        try await running.value
    }
}
