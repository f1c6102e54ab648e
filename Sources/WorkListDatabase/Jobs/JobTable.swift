/// The columns that are used to claim and settle the jobs of a table.
///
/// Every job table also has `id`, `attempt` and `notBefore`.
package struct JobTable<State: Sendable>: Sendable {
    /// A column that only some tables have; it is set automatically.
    package enum Stamp: String, Sendable {
        /// Process id of the claimant; null while the job is not claimed.
        case claimant
        /// Time when the claim began; null while the job is not claimed.
        case claimedAt
        /// Time of the latest change.
        case changedAt
    }

    package let name: String
    /// The state of a job that is being worked on.
    package let claimed: State
    package let stamps: [Stamp]
    /// Name of the state column.
    package let state: String
    /// Name of the column with the reason for the state or for the last failed attempt.
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

/// The changes that an event makes to a job.
package struct JobTransition<State: Equatable & Sendable>: Equatable, Sendable {
    package var state: State
    package var attempt: Int
    /// Reason, for states that need one.
    package var reason: String?
    /// Keeps the reason of the last attempt; `reason` is not written.
    package var keepsReason = false
    /// Values of columns that only this kind of job has.
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

    /// The transition after a failed attempt: the job becomes pending again, or fails after the last attempt.
    package static func failed(
        reason: String, isPermanent: Bool, attempt: Int, of maximum: Int, again: State, givenUp: State
    ) -> JobTransition {
        JobTransition(state: isPermanent || attempt >= maximum ? givenUp : again, attempt: attempt, reason: reason)
    }
}
