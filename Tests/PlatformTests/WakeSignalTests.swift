import Platform
import Testing

/// Every wait here would take an hour if what it tests failed; the time limit ends it then.
@Suite(.timeLimit(.minutes(5)))
struct WakeSignalTests {
    private static let hour = Duration.seconds(3600)

    /// Waits on a thread of its own, and returns once the wait is over.
    private static func waiting(_ wait: @escaping @Sendable () -> Void) -> Task<Void, any Error> {
        Task { try await OwnedThread.run(name: "waiting", wait) }
    }

    @Test func `a stop during a wait ends it, and every wait after it`() async throws {
        let signal = WakeSignal()
        let (waiting, pausing) = (
            Self.waiting { signal.wait(upTo: Self.hour) }, Self.waiting { signal.pause(for: Self.hour) }
        )
        #expect(!signal.isStopped)
        signal.stop()
        try await waiting.value
        try await pausing.value
        #expect(signal.isStopped)
        try await Self.waiting { for _ in 0..<3 { signal.wait(upTo: Self.hour) } }.value
    }

    @Test func `a hint that is given before the wait is not lost, and is taken once`() async throws {
        let signal = WakeSignal()
        for _ in 0..<3 { signal.wake() }
        try await Self.waiting { signal.wait(upTo: Self.hour) }.value
        let start = ContinuousClock.now
        try await Self.waiting { signal.wait(upTo: .milliseconds(30)) }.value
        #expect(ContinuousClock.now - start >= .milliseconds(30))
    }

    @Test func `a hint does not end a pause, and stays for the next wait`() async throws {
        let signal = WakeSignal()
        signal.wake()
        let start = ContinuousClock.now
        try await Self.waiting { signal.pause(for: .milliseconds(30)) }.value
        #expect(ContinuousClock.now - start >= .milliseconds(30))
        try await Self.waiting { signal.wait(upTo: Self.hour) }.value
    }

    @Test func `a hint ends a wait, before it as well as during it`() async throws {
        let signal = WakeSignal()
        let answer = WakeSignal()
        let waiting = Self.waiting {
            for _ in 0..<1000 {
                signal.wait(upTo: Self.hour)
                answer.wake()
            }
        }
        let giving = Self.waiting {
            for _ in 0..<1000 {
                signal.wake()
                answer.wait(upTo: Self.hour)
            }
        }
        try await giving.value
        try await waiting.value
    }

    @Test func `a wait of no time, of less and of for ever is no error`() async throws {
        let signal = WakeSignal()
        signal.wait(upTo: .zero)
        signal.wait(upTo: .seconds(-5))
        signal.wake()
        try await Self.waiting { signal.wait(upTo: .seconds(Int64.max)) }.value
    }
}
