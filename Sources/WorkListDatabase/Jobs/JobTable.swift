/// The columns through which jobs of a table are claimed and settled.
///
/// Every such table has `id`, `attempt` and `notBefore` beside these.
package struct JobTable<State: Sendable>: Sendable {
    /// A column that only some tables have and that is set by itself.
    package enum Stamp: String, Sendable {
        /// Process id of the claimant; null while there is no claim.
        case claimant
        /// When the claim began; null while there is no claim.
        case claimedAt
        /// Time of the latest change.
        case changedAt
    }

    package let name: String
    /// The state of a job that is being worked on.
    package let claimed: State
    package let stamps: [Stamp]
    /// Name of the column of the state.
    package let state: String
    /// Name of the column that says why a job is in its state, or why its last attempt failed.
    package let reason: String

    package init(
        _ name: String, claimed: State, stamps: [Stamp], state: String = "state", reason: String = "reason"
    ) {
        self.name = name
        self.claimed = claimed
        self.stamps = stamps
        self.state = state
        self.reason = reason
    }
}

/// What a job looks like after an event.
package struct JobTransition<State: Equatable & Sendable>: Equatable, Sendable {
    package var state: State
    package var attempt: Int
    /// Why, where the state needs a reason.
    package var reason: String?
    /// The reason of the last attempt stays, and `reason` is not written.
    package var keepsReason = false
    /// Columns that only this kind of job has.
    package var columns: [String: Int] = [:]

    package init(
        state: State, attempt: Int, reason: String? = nil, keepsReason: Bool = false, columns: [String: Int] = [:]
    ) {
        self.state = state
        self.attempt = attempt
        self.reason = reason
        self.keepsReason = keepsReason
        self.columns = columns
    }

    /// An attempt that failed: the job waits again, or is given up after the last attempt.
    package static func failed(
        reason: String, isPermanent: Bool, attempt: Int, of maximum: Int, again: State, givenUp: State
    ) -> JobTransition {
        JobTransition(state: isPermanent || attempt >= maximum ? givenUp : again, attempt: attempt, reason: reason)
    }
}
