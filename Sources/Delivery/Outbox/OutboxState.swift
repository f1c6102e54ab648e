package import WorkListDatabase

/// Where one object stands on its way to one destination.
package enum OutboxState: String, CaseIterable, Codable, Sendable {
    /// Goes out as soon as its destination's lane comes to it.
    case queued
    /// A lane of the daemon has it.
    case sending
    /// The destination has said that it has it.
    case delivered
    /// Tried, and to be tried again at its time.
    case deferred
    /// Not tried again unless somebody asks for it.
    case failed
}

/// What can happen to a delivery.
package enum OutboxEvent: RetryEvent {
    /// A lane took it.
    case claimed
    /// The destination answered with a status that means it has the object.
    case accepted
    /// The destination or the object's file stood in the way. `isPermanent` when another attempt cannot do better.
    case refused(reason: String, isPermanent: Bool)
    /// The destination took no object at all; this counts as an attempt for everything that waits for it.
    case destinationFailed(reason: String)
    /// There is no such destination any more.
    case destinationGone(reason: String)
    /// Its turn did not come before the association ended; this does not count as an attempt.
    case handedBack
    /// The daemon ended while it was sent: the destination may have it.
    case interrupted
    /// The destination took it and then would not commit to it.
    case notCommitted
    /// An administrator wants it tried again.
    case retried
}

/// What a delivery looks like after an event.
package typealias OutboxTransition = JobTransition<OutboxState>

extension OutboxState {
    /// Attempts before a delivery is `failed`: with the pauses between them, two days of trying.
    package static let maximumAttempts = 102

    /// The state machine: pure and total. `outboxTransition` in the schema refuses every other change of state.
    ///
    /// - Parameter attempt: attempts so far, the running one included.
    /// - Returns: nil when the event does not apply to this state, and nothing may change.
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
