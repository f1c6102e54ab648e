import Platform
import TestHarness
import Testing

@Suite(.timeLimit(.minutes(5)))
struct LoopTests {
    @Test func `a loop that waits is alive, however long it waits`() async throws {
        let loop = Loop("idle")
        let later = ContinuousClock.now + .seconds(1800)
        #expect(loop.heartbeat.silence(at: later) > .seconds(60))
        let waiting = Task { try await OwnedThread.run(name: "idle") { loop.wait(upTo: .seconds(3600)) } }
        try await waitUntil { loop.heartbeat.silence(at: later) <= .zero }
        loop.wake()
        try await waiting.value
        // Awake, it is silent until its next beat.
        #expect(loop.heartbeat.silence(at: later) > .seconds(60))
    }

    @Test func `a stop ends a loop's wait and its pause`() async throws {
        let loop = Loop("stopped")
        let waiting = Task {
            try await OwnedThread.run(name: "stopped") {
                loop.wait(upTo: .seconds(3600))
                loop.pause(for: .seconds(3600))
                loop.end()
            }
        }
        #expect(!loop.hasEnded)
        loop.stop()
        try await waiting.value
        #expect(loop.isStopped && loop.hasEnded)
    }
}
