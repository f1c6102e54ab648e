import Testing

@testable import Platform

struct WatchdogTests {
    @Test func `a stuck loop is reported once and stops the keep-alive until it moves`() {
        let still = Heartbeat("listener")
        let moving = Heartbeat("settling")
        let watchdog = Watchdog([still, moving], limit: .seconds(3600))
        #expect(watchdog.look() == Watchdog.Finding(isAlive: true))

        let later = ContinuousClock.now + .seconds(7200)
        let found = watchdog.look(at: later)
        #expect(found.stuck.map(\.name) == ["listener", "settling"])
        #expect(found.stuck.allSatisfy { $0.silence > .seconds(7000) })
        #expect(!found.isAlive)
        #expect(watchdog.look(at: later) == Watchdog.Finding(isAlive: false))

        still.beat()
        #expect(watchdog.look() == Watchdog.Finding(moving: ["listener", "settling"], isAlive: true))
    }
}
