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

    @Test func `a loop that rests is alive until its rest is over`() {
        let heartbeat = Heartbeat("loop")
        heartbeat.beat(restingFor: .seconds(3600))
        #expect(heartbeat.silence(at: .now + .seconds(1800)) == .zero)
        #expect(heartbeat.silence(at: .now + .seconds(3700)) > .seconds(60))
        heartbeat.beat()
        #expect(heartbeat.silence(at: .now + .seconds(1800)) > .seconds(60))
    }
}
