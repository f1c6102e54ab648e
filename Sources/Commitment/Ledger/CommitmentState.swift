package import WorkListDatabase

extension CommitmentTransaction {
    /// Where a transaction stands.
    package enum State: String, Codable, CaseIterable, Sendable {
        /// Incoming: to be verified and reported. Outgoing: to be asked.
        case waiting
        /// Incoming: somebody has it, to report.
        case reporting
        /// Incoming: the peer has taken the report.
        case reported
        /// Outgoing: the peer took the request, and its report is due.
        case requested
        /// Outgoing: the peer keeps everything.
        case committed
        /// Incoming: the report could not be delivered. Outgoing: the peer refused, or does not keep everything.
        case failed
        /// Outgoing: no report came in time; what was asked stands in a later transaction or is given up.
        case timedOut
    }
}

/// What can happen to a transaction of storage commitment.
package enum CommitmentEvent: JobEvent {
    /// The peer is no longer to be called.
    case peerGone(reason: String)

    /// Incoming: a thread reports it.
    case claimed
    /// Incoming: the peer took the report.
    case reported
    /// Incoming: the peer did not take the report.
    case notReported(reason: String)
    /// Incoming: nothing was tried; this does not count as an attempt.
    case handedBack
    /// Incoming: the daemon or thread that reported it is gone.
    case interrupted
    /// Incoming: the peer sent the same request again.
    case requestedAgain

    /// Outgoing: an attempt to ask begins.
    case asking
    /// Outgoing: the peer took the request.
    case asked
    /// Outgoing: the peer did not take the request.
    case notAsked(reason: String)
    /// Outgoing: no report came in time.
    case overdue(reason: String)
    /// Outgoing: the peer reported that it keeps everything.
    case kept
    /// Outgoing: the peer reported that it does not keep everything.
    case notKept(reason: String)
}

extension CommitmentTransaction.State {
    /// Attempts to report or to ask before a transaction is given up.
    package static let maximumAttempts = 10

    /// The state machine: pure and total. `commitmentTransition` in the schema refuses every other change of state.
    ///
    /// - Parameter attempt: attempts so far, the running one included.
    /// - Returns: nil when the event does not apply to this state and direction, and nothing may change.
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
