package import FoundationEssentials
package import WorkList

/// What may go, and when: the operator's rules. Pure; what it is asked of a study it is told.
package struct RetentionPolicy: Sendable, Equatable {
    /// Days after the last change; nil for ever.
    package var reviewedDays: Int?
    package var ineligibleDays: Int?
    package var failedDays: Int?
    /// Days after it came.
    package var quarantineDays: Int? = 90
    /// Percent of the file system in use from which on the oldest studies go before their time; nil for never.
    package var highWatermarkPercent: Int?
    /// Percent down to which they go.
    package var lowWatermarkPercent = 80

    package init() {}

    /// States in which a study may go at all: it has been reviewed, or there is nothing to review.
    package static let endStates: [WorkItemState] = [.accepted, .edited, .rejected, .ineligible, .failed]

    /// Why a study goes.
    package enum Cause: String, Codable, Sendable {
        /// Its days are over.
        case age
        /// The disk is full to the high watermark.
        case watermark
    }

    /// Why a study stays whose state alone would let it go.
    package enum Hold: String, CaseIterable, Codable, Sendable {
        /// An administrator holds it.
        case held
        /// A draft of it, which went out before another image came, has no verdict.
        case unreviewed
        /// Something of it is on its way to a peer, was given up, or is not known to be kept there.
        case undelivered
        /// A peer was told that it is kept for good.
        case promised
        /// Documents of a review are to be written or could not be, or a report that came back is to be read.
        case unwritten
        /// The audit trail has not told of all of it.
        case unaudited
        /// Its days are not over.
        case young
    }

    package enum Verdict: Sendable, Equatable {
        case remove(Cause)
        case keep(Hold)
    }

    /// - Parameters:
    ///   - study: in one of the end states.
    ///   - isPressed: whether the disk is to be brought down to the low watermark.
    package func verdict(on study: RetentionCandidate, isPressed: Bool, at now: Date) -> Verdict {
        if let hold = study.holds.first { return .keep(hold) }
        if let days = days(for: study.state), study.changedAt <= now - Double(days) * 86_400 { return .remove(.age) }
        // A study that failed waits for somebody to look at it: no full disk takes it before its days.
        return isPressed && study.state != .failed ? .remove(.watermark) : .keep(.young)
    }

    /// Days that a study stays in a state; nil for ever.
    package func days(for state: WorkItemState) -> Int? {
        switch state {
        case .accepted, .edited, .rejected: reviewedDays
        case .ineligible: ineligibleDays
        case .failed: failedDays
        case .collecting, .queued, .drafting, .drafted, .inReview: nil
        }
    }

    /// Bytes to free so that the disk is at the low watermark; 0 while it is not over the high one.
    package func bytesToFree(total: Int, free: Int) -> Int {
        guard let highWatermarkPercent, total > 0 else { return 0 }
        let used = total - free
        guard used > total / 100 * highWatermarkPercent else { return 0 }
        return max(0, used - total / 100 * lowWatermarkPercent)
    }
}

/// A study in an end state, as far as the rules look at it.
package struct RetentionCandidate: Sendable, Equatable {
    package let studyRow: Int64
    package let studyInstanceUID: String
    package let state: WorkItemState
    package let changedAt: Date
    /// Of all its files.
    package let bytes: Int
    package let instances: Int
    /// Why it stays whatever its age, the first of them first.
    package let holds: [RetentionPolicy.Hold]
}
