package import FoundationEssentials
package import WorkList

/// The operator's rules: what may be removed, and when. A pure function of its arguments.
package struct RetentionPolicy: Sendable, Equatable {
    /// Days after the last change of state; nil keeps studies forever.
    package var reviewedDays: Int?
    package var ineligibleDays: Int?
    package var failedDays: Int?
    /// Days after arrival; nil keeps quarantined objects forever.
    package var quarantineDays: Int? = 90
    /// Days after a file without a row was moved to `unlisted/`; nil keeps it forever.
    package var unlistedDays: Int? = 365
    /// Days that a message of the audit trail stays in the work list before it is exported; nil exports none.
    package var auditDays: Int?
    /// Names of the peers that are asked for commitment: what was delivered to them is kept until they have committed.
    package var committingPeers: Set<String> = []
    /// Used space of the file system, in percent, above which the oldest studies are removed early; nil disables this.
    package var highWatermarkPercent: Int?
    /// Used space, in percent, at which early removal stops.
    package var lowWatermarkPercent = 80

    package init() {}

    /// States in which a study may be removed: it has been reviewed, or there is nothing to review.
    package static let endStates: [WorkItemState] = [.accepted, .edited, .rejected, .ineligible, .failed]

    /// Why a study is removed.
    package enum Cause: String, Codable, Sendable {
        /// Its retention period is over.
        case age
        /// The disk is above the high watermark.
        case watermark
    }

    /// Why a study is kept although its state would allow its removal.
    package enum Hold: String, CaseIterable, Codable, Sendable {
        /// An administrator has put it on hold.
        case held
        /// A draft that was delivered before a late image arrived has no verdict.
        case unreviewed
        /// A document has not been delivered, its delivery was given up, or the peer has not committed to it.
        case undelivered
        /// This node has committed to a peer to keep it.
        case promised
        /// Review documents are pending or failed, or a returned report has not been read.
        case unwritten
        /// The audit trail does not cover all of it yet.
        case unaudited
        /// Its retention period is not over.
        case young
    }

    package enum Decision: Sendable, Equatable {
        case remove(Cause)
        case keep(Hold)
    }

    /// - Parameters:
    ///   - study: a study in one of the end states.
    ///   - isPressed: whether space must be freed down to the low watermark.
    package func decision(on study: RetentionCandidate, isPressed: Bool, at now: Date) -> Decision {
        if let hold = study.holds.first { return .keep(hold) }
        if let days = days(for: study.state), study.changedAt <= now - Double(days) * 86_400 { return .remove(.age) }
        // A failed study needs attention from a person, so a full disk does not remove it early.
        return isPressed && study.state != .failed ? .remove(.watermark) : .keep(.young)
    }

    /// Days for which a study is kept in a state; nil keeps it forever.
    package func days(for state: WorkItemState) -> Int? {
        switch state {
        case .accepted, .edited, .rejected: reviewedDays
        case .ineligible: ineligibleDays
        case .failed: failedDays
        case .collecting, .queued, .drafting, .drafted, .inReview: nil
        }
    }

    /// Bytes to free to reach the low watermark; 0 unless the disk is above the high watermark.
    package func bytesToFree(total: Int, free: Int) -> Int {
        guard let highWatermarkPercent, total > 0 else { return 0 }
        let used = total - free
        guard used > total / 100 * highWatermarkPercent else { return 0 }
        return max(0, used - total / 100 * lowWatermarkPercent)
    }
}

/// A study in an end state, with what the rules need to know about it.
package struct RetentionCandidate: Sendable, Equatable {
    package let studyRow: Int64
    package let studyInstanceUID: String
    package let state: WorkItemState
    package let changedAt: Date
    /// Total size of its files.
    package let bytes: Int
    package let instances: Int
    /// Reasons to keep it whatever its age, most important first.
    package let holds: [RetentionPolicy.Hold]
}
