import FoundationEssentials
import Platform

/// How a lane spares a destination that takes nothing. In memory alone: after a restart the first attempt is at once.
struct LanePace {
    private var backOff: BackOff
    private var pausedAt = Date.distantPast
    private(set) var pausedUntil = Date.distantPast

    init(_ backOff: BackOff) { self.backOff = backOff }

    /// Failures of the destination since it last took anything.
    var failures: Int { backOff.failures }

    /// - Parameter isSlow: a person has to change something first.
    mutating func destinationFailed(at now: Date, isSlow: Bool) {
        let pause = backOff.failed()
        pausedAt = now
        pausedUntil = now + (isSlow ? backOff.longest : pause) / .seconds(1)
    }

    mutating func destinationWorked() {
        backOff.reset()
        self = LanePace(backOff)
    }

    /// What may be claimed: that whose time had come by then.
    ///
    /// When the pause began, everything in line was put off to its end. So what is due for longer than the pause has
    /// lasted was put back in line by an administrator, and that does not wait.
    func claimable(at now: Date) -> Date { now < pausedUntil ? pausedAt - 0.001 : now }
}
