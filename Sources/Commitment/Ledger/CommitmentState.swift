package import WorkListDatabase

extension CommitmentTransaction {
    /// The state of a transaction.
    package enum State: String, Codable, CaseIterable, Sendable {
        /// Incoming: waiting to be verified and reported. Outgoing: the request is pending.
        case waiting
        /// Incoming: claimed by a thread that reports it.
        case reporting
        /// Incoming: the peer accepted the report.
        case reported
        /// Outgoing: the peer accepted the request; its report is pending.
        case requested
        /// Outgoing: the peer committed to every object.
        case committed
        /// Incoming: the report could not be delivered. Outgoing: the peer refused the request or did not commit to
        /// every object.
        case failed
        /// Outgoing: no report arrived in time; the objects were moved to a later transaction or given up.
        case timedOut
    }
}

/// What can happen to a transaction of storage commitment.
package enum CommitmentEvent: JobEvent {
    /// The peer is no longer configured for storage commitment.
    case peerGone(reason: String)

    /// Incoming: a thread claimed it to report it.
    case claimed
    /// Incoming: the peer accepted the report.
    case reported
    /// Incoming: the peer did not accept the report.
    case notReported(reason: String)
    /// Incoming: the claim was returned without an attempt; this does not count as one.
    case handedBack
    /// Incoming: the daemon or thread that was reporting it ended.
    case interrupted
    /// Incoming: the peer sent the same request again.
    case requestedAgain

    /// Outgoing: an attempt to send the request begins.
    case asking
    /// Outgoing: the peer accepted the request.
    case asked
    /// Outgoing: the peer did not accept the request.
    case notAsked(reason: String)
    /// Outgoing: no report arrived in time.
    case overdue(reason: String)
    /// Outgoing: the peer reported that it commits to every object.
    case kept
    /// Outgoing: the peer reported that it does not commit to every object.
    case notKept(reason: String)
}

extension CommitmentTransaction.State {
    /// Attempts to report or to send the request before a transaction is given up.
    package static let maximumAttempts = 10

    /// The state machine: pure and total. `commitmentTransition` in the schema refuses every other change of state.
    ///
    /// - Parameter attempt: attempts so far, including the current one.
    /// - Returns: nil if the event does not apply to this state and direction; nothing may change then.
    package func transition(
        on event: CommitmentEvent, direction: CommitmentTransaction.Direction, attempt: Int
    ) -> JobTransition<Self>? {
        typealias Next = JobTransition<Self>
        func failed(_ reason: String) -> Next {
            .failed(
                reason: reason, isPermanent: false, attempt: attempt, of: Self.maximumAttempts, again: .waiting,
                givenUp: .failed)
        }

        switch (direction, self, event) {
        case (.incoming, .waiting, .peerGone(let reason)), (.outgoing, .waiting, .peerGone(let reason)),
            (.outgoing, .requested, .peerGone(let reason)):
            return Next(state: .failed, attempt: attempt, reason: reason)

        case (.incoming, .waiting, .claimed):
            return Next(state: .reporting, attempt: attempt + 1, keepsReason: true)
        case (.incoming, .reporting, .reported):
            return Next(state: .reported, attempt: attempt)
        case (.incoming, .reporting, .notReported(let reason)):
            return failed(reason)
        case (.incoming, .reporting, .handedBack):
            return Next(state: .waiting, attempt: attempt - 1)
        case (.incoming, .reporting, .interrupted):
            return Next(state: .waiting, attempt: attempt, keepsReason: true)
        case (.incoming, .reported, .requestedAgain), (.incoming, .failed, .requestedAgain):
            return Next(state: .waiting, attempt: 0)

        case (.outgoing, .waiting, .asking):
            return Next(state: .waiting, attempt: attempt + 1, keepsReason: true)
        case (.outgoing, .waiting, .asked):
            return Next(state: .requested, attempt: attempt)
        case (.outgoing, .waiting, .notAsked(let reason)):
            return failed(reason)
        case (.outgoing, .requested, .overdue(let reason)):
            return Next(state: .timedOut, attempt: attempt, reason: reason)
        case (.outgoing, .waiting, .kept), (.outgoing, .requested, .kept), (.outgoing, .timedOut, .kept):
            return Next(state: .committed, attempt: attempt)
        case (.outgoing, .waiting, .notKept(let reason)), (.outgoing, .requested, .notKept(let reason)),
            (.outgoing, .timedOut, .notKept(let reason)):
            return Next(state: .failed, attempt: attempt, reason: reason)

        case (_, .waiting, _), (_, .reporting, _), (_, .reported, _), (_, .requested, _), (_, .committed, _),
            (_, .failed, _), (_, .timedOut, _):
            return nil
        }
    }
}
