import Glibc
import Platform
import Synchronization
import Testing

@Suite(.timeLimit(.minutes(10)))
struct LanesTests {
    private final class TestLane: Lane {
        let threadName = "test lane"
        let heedsStop: Bool
        let hasBegun = Atomic(false)
        private let isStopping = Atomic(false)
        private let isDone = Atomic(false)

        init(heedsStop: Bool) { self.heedsStop = heedsStop }

        var hasEnded: Bool { isDone.load(ordering: .acquiring) }
        func stop() { isStopping.store(true, ordering: .releasing) }
        func run() {
            hasBegun.store(true, ordering: .releasing)
            while !(heedsStop && isStopping.load(ordering: .acquiring)) { usleep(5000) }
            isDone.store(true, ordering: .releasing)
        }
    }

    @Test func `a stop ends every lane, and one that does not heed it holds nobody up`() async throws {
        let good = TestLane(heedsStop: true)
        let stuck = TestLane(heedsStop: false)
        let lanes = Lanes([stuck, good])
        let running = Task { try await OwnedThread.run(name: "lanes") { try lanes.run() } }
        while !(good.hasBegun.load(ordering: .acquiring) && stuck.hasBegun.load(ordering: .acquiring)) {
            try await Task.sleep(for: .milliseconds(5))
        }
        lanes.stop()
        try await running.value
        #expect(good.hasEnded)
        #expect(!stuck.hasEnded)
    }
}
