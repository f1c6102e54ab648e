import FoundationEssentials

/// How long the reporter process has worked on what it has claimed. The time is taken from a clock that is never set, so a
/// change of the time of day neither ends work early nor lets it go on without a limit.
struct ReporterWork {
    /// When the claim began; nil without a claim.
    private var claimedAt: Date?
    private var noticedAt: ContinuousClock.Instant?

    /// Reads when the claim began. If the work list cannot be read, the last answer holds.
    ///
    /// - Parameters:
    ///   - now: when the claim is noticed, within a second of its beginning.
    ///   - read: nil without a claim.
    mutating func update(at now: ContinuousClock.Instant = .now, _ read: () throws -> Date?) {
        guard case .success(let claimedAt) = Result(catching: read), claimedAt != self.claimedAt else { return }
        (self.claimedAt, noticedAt) = (claimedAt, claimedAt.map { _ in now })
    }

    /// Nil without a claim.
    func time(at now: ContinuousClock.Instant = .now) -> Duration? { noticedAt.map { now - $0 } }
}
