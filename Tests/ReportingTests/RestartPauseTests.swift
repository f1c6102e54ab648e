import Testing

@testable import Reporting

struct RestartPauseTests {
    @Test func `the pause doubles while processes die young, up to a minute`() {
        var pause = RestartPause()
        let pauses = (0..<8).map { _ in
            pause.processEnded(after: .seconds(1))
            return pause.duration
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60].map { .seconds($0) })
    }

    @Test func `a healthy life starts the pauses over`() {
        var pause = RestartPause()
        for _ in 0..<5 { pause.processEnded(after: .zero) }
        pause.processEnded(after: RestartPause.healthyLife)
        #expect(pause.duration == RestartPause.shortest)
    }
}
