import FoundationEssentials

/// How a lane spares a destination that takes nothing. In memory alone: after a restart the first attempt is at once.
struct LanePace {
    private let pauses: DeliveryPauses
    /// Failures of the destination since it last took anything.
    private(set) var failures = 0
    private var pausedAt = Date.distantPast
    private(set) var pausedUntil = Date.distantPast

    init(_ pauses: DeliveryPauses) { self.pauses = pauses }

    /// - Parameter isSlow: a person has to change something first.
    mutating func destinationFailed(at now: Date, isSlow: Bool) {
        failures += 1
        pausedAt = now
        pausedUntil = now + (isSlow ? pauses.longest : pauses.seconds(after: failures))
    }

    mutating func destinationWorked() { self = LanePace(pauses) }

    /// What may be claimed: that whose time had come by then.
    ///
    /// When the pause began, everything in line was put off to its end. So what is due for longer than the pause has
    /// lasted was put back in line by an administrator, and that does not wait.
    func claimable(at now: Date) -> Date { now < pausedUntil ? pausedAt - 0.001 : now }
}
