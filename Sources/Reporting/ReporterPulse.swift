import Platform

/// Notices a reporter process that hangs between two pieces of work: it touches its lock file whenever it looks for work,
/// which it does every few seconds while idle.
struct ReporterPulse {
    /// A ready process without a claim that is silent for longer hangs.
    static let longestSilence = Duration.seconds(30)

    private let lockPath: String
    private var lastTouch: Int?
    private var heardAt: ContinuousClock.Instant

    init(lockPath: String, at now: ContinuousClock.Instant = .now) {
        self.lockPath = lockPath
        heardAt = now
    }

    /// Whether the process hangs.
    ///
    /// - Parameter isWorking: whether it has a claim, whose time is limited otherwise, or is not ready yet.
    mutating func isLost(whileWorking isWorking: Bool, at now: ContinuousClock.Instant = .now) -> Bool {
        let touch = LockFile.lastTouch(at: lockPath)
        if isWorking || touch != lastTouch { heardAt = now }
        lastTouch = touch
        return now - heardAt > Self.longestSilence
    }
}
