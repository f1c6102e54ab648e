package import WorkListDatabase

/// The state of one object's delivery to one destination.
package enum OutboxState: String, CaseIterable, Codable, Sendable {
    /// Waiting for the destination's lane to pick it up.
    case queued
    /// A lane of the daemon is sending it.
    case sending
    /// The destination has confirmed that it has the object.
    case delivered
    /// An attempt failed; it is retried at `notBefore`.
    case deferred
    /// Given up; it is retried only when an administrator asks for it.
    case failed
}

/// What can happen to a delivery.
package enum OutboxEvent: RetryEvent {
    /// A lane claimed it.
    case claimed
    /// The destination responded with a status that means it has the object.
    case accepted
    /// The attempt failed because of the destination or the object's file. `isPermanent` means that a retry cannot
    /// succeed.
    case refused(reason: String, isPermanent: Bool)
    /// The destination accepted no object; this counts as an attempt for every delivery pending for it.
    case destinationFailed(reason: String)
    /// The destination is no longer configured.
    case destinationGone(reason: String)
    /// The association ended before the object was sent; this does not count as an attempt.
    case handedBack
    /// The daemon ended during the attempt; the destination may have the object.
    case interrupted
    /// The destination accepted the object but did not commit to it.
    case notCommitted
    /// An administrator requested a retry.
    case retried
}

/// The state, attempt count and reason of a delivery after an event.
package typealias OutboxTransition = JobTransition<OutboxState>

extension OutboxState {
    /// Attempts before a delivery is `failed`; with the pauses between them this takes two days.
    package static let maximumAttempts = 102

    /// The state machine: pure and total. `outboxTransition` in the schema refuses every other change of state.
    ///
    /// - Parameter attempt: attempts so far, including the current one.
    /// - Returns: nil if the event does not apply to this state; nothing may change then.
    package func transition(on event: OutboxEvent, attempt: Int) -> OutboxTransition? {
        func deferred(_ reason: String, attempt: Int, isPermanent: Bool = false) -> OutboxTransition {
            guard !isPermanent else { return OutboxTransition(state: .failed, attempt: attempt, reason: reason) }
            guard attempt < Self.maximumAttempts else {
                return OutboxTransition(
                    state: .failed, attempt: attempt, reason: "given up after \(attempt) attempts: \(reason)")
            }
            return OutboxTransition(state: .deferred, attempt: attempt, reason: reason)
        }

        switch (self, event) {
        case (.queued, .claimed), (.deferred, .claimed):
            return OutboxTransition(state: .sending, attempt: attempt + 1)
        case (.sending, .accepted):
            return OutboxTransition(state: .delivered, attempt: attempt)
        case (.sending, .refused(let reason, let isPermanent)):
            return deferred(reason, attempt: attempt, isPermanent: isPermanent)
        case (.sending, .destinationFailed(let reason)):
            return deferred(reason, attempt: attempt)
        case (.queued, .destinationFailed(let reason)), (.deferred, .destinationFailed(let reason)):
            return deferred(reason, attempt: attempt + 1)
        case (.queued, .destinationGone(let reason)), (.deferred, .destinationGone(let reason)):
            return OutboxTransition(state: .failed, attempt: attempt, reason: reason)
        case (.sending, .handedBack):
            return OutboxTransition(state: .queued, attempt: attempt - 1)
        case (.sending, .interrupted):
            return OutboxTransition(state: .queued, attempt: attempt)
        case (.deferred, .retried), (.failed, .retried), (.delivered, .notCommitted):
            return OutboxTransition(state: .queued, attempt: 0)
        case (.queued, _), (.sending, _), (.delivered, _), (.deferred, _), (.failed, _):
            return nil
        }
    }
}
