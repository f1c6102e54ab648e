import Platform
import Testing

struct HeartbeatTests {
    @Test func `silence grows from the last beat`() {
        let heartbeat = Heartbeat("loop")
        let later = ContinuousClock.now + .seconds(100)
        #expect(heartbeat.silence(at: later) >= .seconds(100))
        heartbeat.beat()
        #expect(heartbeat.silence(at: .now + .seconds(5)) < .seconds(100))
        #expect(heartbeat.silence(at: .now - .seconds(1)) == .zero)
    }
}
