import FoundationEssentials
import Platform

/// Makes a lane back off while its destination fails. It is kept in memory only: after a restart the first attempt is
/// immediate.
struct LanePace {
    private var backOff: BackOff
    private var pausedAt = Date.distantPast
    private var end = Date.distantPast

    init(_ backOff: BackOff) { self.backOff = backOff }

    /// Failures in a row since the destination last worked.
    var failures: Int { backOff.failures }

    /// - Parameter isSlow: whether someone has to fix the cause first; the longest delay then applies.
    mutating func destinationFailed(at now: Date, isSlow: Bool) {
        let pause = backOff.failed()
        pausedAt = now
        end = now + (isSlow ? backOff.longest : pause) / .seconds(1)
    }

    mutating func destinationWorked() {
        backOff.reset()
        self = LanePace(backOff)
    }

    /// The latest due time of the rows that may be claimed now.
    ///
    /// When the pause began, every pending row was deferred to its end. A row that was due before the pause was
    /// therefore requeued by an administrator, and is sent without waiting.
    func claimable(at now: Date) -> Date { pausedUntil(at: now) > now ? pausedAt - 0.001 : now }

    /// The end of the pause. A pause that began in what is now the future is over: the clock was set back.
    func pausedUntil(at now: Date) -> Date { pausedAt > now ? now : end }
}
