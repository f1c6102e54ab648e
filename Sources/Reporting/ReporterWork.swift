import FoundationEssentials

/// How long the reporter process has worked on what it has claimed, by a clock that is never set: a step of the time of day
/// neither ends work early nor lets it go on without a limit.
struct ReporterWork {
    private var claimedAt: Date?
    private var noticedAt: ContinuousClock.Instant?
    private var lastRead: Date?

    /// When the claim began; nil without a claim. A work list that cannot be read says nothing about the process: what was read
    /// last holds.
    mutating func claim(_ read: () throws -> Date?) -> Date? {
        do { lastRead = try read() } catch {}
        return lastRead
    }

    /// - Parameters:
    ///   - claimedAt: when the claim began, which tells it from the next; nil without a claim.
    ///   - now: the claim is noticed within a second of its beginning.
    /// - Returns: nil without a claim.
    mutating func time(since claimedAt: Date?, at now: ContinuousClock.Instant = .now) -> Duration? {
        if claimedAt != self.claimedAt { (self.claimedAt, noticedAt) = (claimedAt, claimedAt.map { _ in now }) }
        return noticedAt.map { now - $0 }
    }
}
