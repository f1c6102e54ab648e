import Glibc
import Platform
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct LanesTests {
    private final class TestLane: Lane {
        let threadName: String
        let heedsStop: Bool
        let hasBegun = Atomic(false)
        private let isStopping = Atomic(false)
        private let isDone = Atomic(false)

        init(_ name: String, heedsStop: Bool = true) {
            threadName = name
            self.heedsStop = heedsStop
        }

        var hasEnded: Bool { isDone.load(ordering: .acquiring) }
        func stop() { if heedsStop { end() } }
        func end() { isStopping.store(true, ordering: .releasing) }
        func run() {
            hasBegun.store(true, ordering: .releasing)
            while !isStopping.load(ordering: .acquiring) { usleep(5000) }
            isDone.store(true, ordering: .releasing)
        }
    }

    @Test func `a stop ends every lane and does not wait long for one that ignores it`() async throws {
        let good = TestLane("good")
        let stuck = TestLane("stuck", heedsStop: false)
        let lanes = Lanes("test", [stuck, good])
        let running = Task { try await OwnedThread.run(name: "lanes") { try lanes.run() } }
        while !(good.hasBegun.load(ordering: .acquiring) && stuck.hasBegun.load(ordering: .acquiring)) {
            try await Task.sleep(for: .milliseconds(5))
        }
        lanes.stop()
        try await running.value
        #expect(good.hasEnded)
        #expect(!stuck.hasEnded)
    }

    @Test func `lanes are replaced while they run, and no two of one name run together`() async throws {
        let kept = TestLane("kept")
        let slow = TestLane("changed", heedsStop: false)
        let former = TestLane("former")
        let lanes = Lanes("test", [kept, slow, former])
        let running = Task { try await OwnedThread.run(name: "lanes") { try lanes.run() } }
        func wait(until condition: () -> Bool) async throws {
            while !condition() { try await Task.sleep(for: .milliseconds(5)) }
        }
        try await wait { [kept, slow, former].allSatisfy { $0.hasBegun.load(ordering: .acquiring) } }
        let next = TestLane("changed")
        let new = TestLane("new")
        lanes.replace(with: [kept, next, new])
        try await wait { new.hasBegun.load(ordering: .acquiring) && former.hasEnded }
        let isBesideFormer = next.hasBegun.load(ordering: .acquiring)
        #expect(!isBesideFormer)
        #expect(!lanes.hasOnly([kept, next, new]))
        slow.end()
        try await wait { next.hasBegun.load(ordering: .acquiring) }
        #expect(lanes.hasOnly([kept, next, new]))
        #expect(!kept.hasEnded)
        lanes.stop()
        try await running.value
        #expect(kept.hasEnded && next.hasEnded && new.hasEnded)
    }
}
